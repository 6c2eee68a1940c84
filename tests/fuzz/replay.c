/* replay.c - gives a fuzz target each file that is named, once: what it begins with, without a fuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As libFuzzer gives it: in memory of its own, of just that size. */
static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return -1;
    const long size = ftell(file);
    uint8_t *data = size < 0 ? NULL : malloc((size_t)size);
    rewind(file);
    const int read = data && fread(data, 1, (size_t)size, file) == (size_t)size ? 0 : -1;
    fclose(file);
    if (read == 0) LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    return read;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        fprintf(stderr, "%s\n", argv[i]); /* the last is the one that it ended at */
        if (replay(argv[i]) == 0) continue;
        perror(argv[i]);
        return 1;
    }
    return 0;
}
