import { IsString } from 'class-validator';

/** The reply of commands that only need to name their aggregate. */
export class IdReply {
  @IsString() readonly id: string;
}
