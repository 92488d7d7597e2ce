/** What the machine can do, as apps ask before a call. */
import type { CallClient } from '../call-client.ts'
import { platformOf } from '../platform.ts'

export function debugInfo(_client: CallClient) {
  return {
    isCallClientActiveInAnotherTab: false,
    async getEnvironmentInfo() {
      const { os, browser, browserVersion } = platformOf(navigator.userAgent)
      const isSupported = 'RTCPeerConnection' in globalThis && navigator.mediaDevices !== undefined
      return {
        environment: { platform: os, browser, browserVersion },
        isSupportedPlatform: isSupported,
        isSupportedBrowser: isSupported,
        isSupportedBrowserVersion: isSupported,
        isSupportedEnvironment: isSupported,
      }
    },
  }
}
