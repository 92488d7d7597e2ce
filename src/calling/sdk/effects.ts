/** In place of `@azure/communication-calling-effects`: the effects exist and say that they are not supported. */

const effect = (name: string) =>
  class {
    readonly name = name

    async isSupported(): Promise<boolean> {
      return false
    }

    async configure(_config: object): Promise<void> {
      // Nothing to configure: the effect can't be started.
    }

    dispose(): void {
      // Nothing was taken.
    }
  }

export const BackgroundBlurEffect = effect('BackgroundBlur')
export const BackgroundReplacementEffect = effect('BackgroundReplacement')
export const DeepNoiseSuppressionEffect = effect('DeepNoiseSuppression')
export const EchoCancellationEffect = effect('EchoCancellation')
