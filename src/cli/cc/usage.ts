export function helpFor(command: 'cc' | 'c++'): string {
  return `Usage: crossmem ${command} [options] files…

Compiles and links an MPI program to WebAssembly, for 'crossmem run'. All options go to clang: -c, -o, -O, -g, -I, -D, -L, -l, …
Without -O the program is optimized as by -O2.

  --showme            prints the command instead of running it
  --showme:command    prints the compiler
  --showme:compile    prints the options for compiling
  --showme:link       prints the options for linking
  --help              this text

The compiler is clang with wasi-libc where they are installed, else the npm package @yowasp/clang:
  WASI_SDK_PATH       a wasi-sdk to take instead
  CROSSMEM_CLANG      a clang to take instead of the one in PATH
  WASI_SYSROOT        a wasi-libc to take instead of the system's
`
}
