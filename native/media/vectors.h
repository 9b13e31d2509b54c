// Row loops that are compiled twice, for processors with and without AVX2, and chosen when the program starts. AVX2 alone
// brings no fused multiply-add, so both give the same bits.
#pragma once

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define WEFT_VECTORS __attribute__((optimize("O3"), target_clones("avx2", "default")))
#else
#define WEFT_VECTORS
#endif
