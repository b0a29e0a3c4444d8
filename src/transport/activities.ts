/** Something that goes on by itself whenever this rank looks for what arrived. */
export interface Activity {
  /** Goes on as far as it can without waiting. @returns whether it got anywhere */
  advance(): boolean
}

/** The activities that are under way. They may begin and end others while they advance, but not advance themselves anew. */
export class Activities {
  readonly #all = new Set<Activity>()
  #advancing = false

  get none(): boolean {
    return this.#all.size === 0
  }

  begin(activity: Activity): void {
    this.#all.add(activity)
  }

  end(activity: Activity): void {
    this.#all.delete(activity)
  }

  /** Forgets all of them. */
  clear(): void {
    this.#all.clear()
  }

  /** @returns whether any got anywhere */
  advance(): boolean {
    if (this.#all.size === 0 || this.#advancing) return false
    this.#advancing = true
    let any = false
    try {
      for (const activity of this.#all) if (activity.advance()) any = true
    } finally {
      this.#advancing = false
    }
    return any
  }
}
