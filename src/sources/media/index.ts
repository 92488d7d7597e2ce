/** The media plane: connections of participants, forwarding between them, and what they measured. */
export * from './port.ts'
export type { MediaLibrary } from './process/protocol.ts'
export {
  type MediaCondition,
  type MediaPlaneOptions,
  mediaPlane,
  type RemotePlane,
} from './process/remote-plane.ts'
