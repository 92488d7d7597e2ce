import { expect, test } from 'vitest'
import { deviceOf } from './device-of.ts'

const said = [
  {
    userAgent:
      'azsdk-js-communication-calling/1.19.2 (javascript_calling_sdk). Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    is: 'Web Mac OS X 10.15 Chrome 120.0 Mac Apple',
  },
  {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/132.0.0.0',
    is: 'Web Windows 10.0 Edge 132.0 Other ',
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    is: 'Web iOS 19.1 Safari 19.1 iPhone Apple',
  },
  {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    is: 'Web Linux . Firefox 140.0 Other ',
  },
  { osVersion: 'Android 16; Pixel 9', is: 'Android Android 16.  . Pixel Google' },
  { osVersion: 'iOS 19.1; iPhone16,2', is: 'iOS iOS 19.1  . iPhone Apple' },
  { osVersion: 'macOS 15 Safari 18', is: 'Web Mac OS X 15. Safari 18. Mac Apple' },
  { is: '  .  .  ' },
]

test.each(said)('a client that says $userAgent $osVersion runs on $is', ({ is, ...client }) => {
  const on = deviceOf({ ...client, sdkVersion: '1.46.1' })
  const system = `${on.DeviceOsName} ${on.DeviceOsVersionMajor}.${on.DeviceOsVersionMinor}`
  const browser = `${on.DeviceBrowser} ${on.DeviceBrowserVersionMajor}.${on.DeviceBrowserVersionMinor}`
  expect(`${on.Platform} ${system} ${browser} ${on.DeviceFamily} ${on.DeviceBrand}`).toBe(is)
  expect(on.SdkVersion).toBe('1.46.1')
})
