/** What meetings must know of rooms: whether somebody may come in now, and as what. */
import type { MeetingRole } from '#records'

export type RoomAdmission =
  | { readonly kind: 'admitted'; readonly role: MeetingRole }
  | {
      readonly kind: 'refused'
      readonly end: 'notFound' | 'roomOnlyAcsUsers' | 'roomNotValid' | 'roomNotInvited'
    }

/** By room id and raw id. */
export type RoomAccess = (roomId: string, rawId: string) => RoomAdmission
