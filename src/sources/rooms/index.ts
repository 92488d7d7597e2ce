/** Rooms: who may join a call that is not a Teams meeting, and when; every request leaves its record. */
export { createRooms, type RoomAccess, type Rooms, type RoomsOptions } from './create-rooms.ts'
export { roomsMigrations } from './store.ts'
