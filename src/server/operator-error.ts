/** Something only the person who started the program can mend: one line of what is wrong, one of how to mend it. */
export class OperatorError extends Error {
  readonly fix: string

  constructor(message: string, fix: string) {
    super(message)
    this.name = 'OperatorError'
    this.fix = fix
  }
}
