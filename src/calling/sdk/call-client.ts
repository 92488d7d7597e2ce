/** The SDK's `CallClient`: where an app begins. */
import { randomIds, systemClock } from '#base'
import { OperationsLog } from '../operations/operations-log.ts'
import { anteroomOrigin } from './anteroom-origin.ts'
import { CallAgent, type TokenCredential } from './call-agent.ts'
import { toCallError } from './call-error.ts'
import { DeviceManager } from './device-manager.ts'
import { type Feature, type FeatureFactory, FeatureShelf } from './features/feature.ts'
import { platformOf } from './platform.ts'

/** The version of the SDK whose surface this is; the logs show it as the client's. */
export const SDK_VERSION = '1.46.1'

export interface CallClientOptions {
  readonly diagnostics?: {
    readonly appName?: string
    readonly appVersion?: string
    readonly tags?: readonly string[]
  }
}

/** One a page: apps compare it, and its listeners would add up. */
const theDevices = new WeakMap<Navigator, DeviceManager>()

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class CallClient {
  private readonly _options: CallClientOptions
  private readonly _features = new FeatureShelf<CallClient>()
  private readonly _log = new OperationsLog({ clock: systemClock, ids: randomIds })
  private readonly _instanceId = randomIds.uuid()
  private _agent: CallAgent | undefined

  constructor(options: CallClientOptions = {}) {
    this._options = options
  }

  feature<Built extends object>(factory: FeatureFactory<CallClient, Built>): Built & Feature {
    return this._features.get(factory, this)
  }

  /** Rejects when the token is refused, and while another agent lives. */
  async createCallAgent(
    credential: TokenCredential,
    { displayName }: { readonly displayName?: string } = {},
  ): Promise<CallAgent> {
    if (this._agent) throw new Error('Dispose the call agent before another one is created.')
    const agent = new CallAgent({
      origin: anteroomOrigin(),
      clock: systemClock,
      ids: randomIds,
      devices: this._devices(),
      credential,
      displayName,
      client: this._clientInfo(),
      log: this._log,
      disposed: () => {
        this._agent = undefined
      },
    })
    this._agent = agent
    try {
      await this._log.run('CallAgentInit', () => agent.connect())
    } catch (error) {
      this._agent = undefined
      throw toCallError(error)
    }
    return agent
  }

  async getDeviceManager(): Promise<DeviceManager> {
    return this._devices()
  }

  async dispose(): Promise<void> {
    await this._agent?.dispose()
  }

  private _devices(): DeviceManager {
    const known = theDevices.get(navigator) ?? new DeviceManager()
    theDevices.set(navigator, known)
    return known
  }

  private _clientInfo() {
    const { diagnostics } = this._options
    return {
      sdkVersion: SDK_VERSION,
      osVersion: platformOf(navigator.userAgent).os,
      userAgent: `azsdk-js-communication-calling/${SDK_VERSION} ${navigator.userAgent}`.slice(0, 600),
      clientInstanceId: this._instanceId,
      ...(diagnostics && {
        diagnosticOptions: {
          ...(diagnostics.appName && { appName: diagnostics.appName }),
          ...(diagnostics.appVersion && { appVersion: diagnostics.appVersion }),
          ...(diagnostics.tags && { tags: [...diagnostics.tags] }),
        },
      }),
    }
  }
}
