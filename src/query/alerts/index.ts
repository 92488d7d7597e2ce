/** Rules over KQL and metrics that fire: rules and action groups as Azure's control plane has them, alerts, actions. */
export { type Alerts, type AlertsOptions, createAlerts } from './create-alerts.ts'
export { createNotify, type Notify, type NotifyOptions } from './notify.ts'
export type { Smtp } from './send-mail.ts'
export { alertsMigrations } from './store.ts'
