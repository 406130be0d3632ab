import type { CheckToken } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsDateString, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';

class UsedBody {
  @IsInt() @Min(0) @Max(1_000_000_000) count: number;
  @IsDateString() at: string;
}

/** The body of a check. Its callers are the product's own gateways; validation shows their mistakes. */
export class CheckTokenBody implements CheckToken {
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  @IsOptional() @ValidateNested() @Type(() => UsedBody) used?: UsedBody;
  @IsOptional() @IsDateString() refusedAt?: string;
}
