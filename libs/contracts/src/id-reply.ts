import { IsString } from 'class-validator';

/** Reply of commands after which there is nothing to show but which aggregate it was. */
export class IdReply {
  @IsString() readonly id: string;
}
