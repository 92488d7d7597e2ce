/** Rules over KQL and metrics that fire: rules and action groups as Azure's control plane has them, alerts, actions. */
export { type Alerts, type AlertsOptions, createAlerts } from './create-alerts.ts'
export { createNotify, type Notify, type NotifyOptions, type Smtp } from './notify.ts'
export { alertsMigrations } from './store.ts'
