#ifndef C_SAMPLER_SAMPLES_H
#define C_SAMPLER_SAMPLES_H

/// Empties the buffers and lets samples in. 0, or ENOMEM. Not signal-safe.
int sampler_buffers_open(void);

/// Lets no more samples in.
void sampler_buffers_close(void);

#endif
