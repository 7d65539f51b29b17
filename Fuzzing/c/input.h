/// Numbers out of a fuzzer's bytes: parameters first, the rest as samples.
#ifndef FUZZING_INPUT_H
#define FUZZING_INPUT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t count, at;
} Input;

/// The next byte; 0 past the end.
static inline uint8_t input_byte(Input *input) { return input->at < input->count ? input->bytes[input->at++] : 0; }

/// The next two.
static inline int input_word(Input *input) {
    const int high = input_byte(input);
    return high << 8 | input_byte(input);
}

/// A number from `first` to `last`, out of two bytes.
static inline int input_within(Input *input, int first, int last) {
    return first + input_word(input) % (last - first + 1);
}

/// The next sample: bytes of the rest, again and again.
static inline uint8_t input_sample(Input *input, size_t first) {
    if (first >= input->count) return (uint8_t)(input->at++ * 37);
    if (input->at >= input->count) input->at = first;
    return input->bytes[input->at++];
}

#endif
