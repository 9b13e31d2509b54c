/** Which page writes: one at a time. */
export class Leases<P> {
  #holder: P | null = null;
  readonly #pages = new Set<P>();

  /** The first one writes. */
  add(page: P): void {
    this.#pages.add(page);
    this.#holder ??= page;
  }

  /** True: it held the lease, which is free now until a page asks for it. */
  remove(page: P): boolean {
    this.#pages.delete(page);
    if (this.#holder !== page) return false;
    this.#holder = null;
    return true;
  }

  take(page: P): void {
    if (this.#pages.has(page)) this.#holder = page;
  }

  give(page: P): void {
    if (this.#holder === page) this.#holder = null;
  }

  /** Writes; takes a lease that nobody has. */
  mayWrite(page: P): boolean {
    if (!this.#pages.has(page)) return false;
    this.#holder ??= page;
    return this.#holder === page;
  }

  of(page: P): 'yours' | 'other' | 'free' {
    return this.#holder === null ? 'free' : this.#holder === page ? 'yours' : 'other';
  }

  get pages(): ReadonlySet<P> { return this.#pages; }
}
