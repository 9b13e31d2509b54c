/** What the bundler makes of files that are no scripts. */
declare module '*.css';
declare module '*?worker' {
  const make: new () => Worker;
  export default make;
}
