#include "CPlanarAVIF.h"

#include <errno.h>
#include <stdlib.h>

#include <dav1d/dav1d.h>

enum { DEPTH = 8 };

struct PAReader {
    Dav1dPicture picture;
};

/// The stream's bytes are the caller's.
static void keep(const uint8_t *bytes, void *cookie) {
    (void)bytes;
    (void)cookie;
}

static PAResult result_of(int error) {
    if (error == 0) return (PAResult){PA_OK, ""};
    return error == DAV1D_ERR(ENOMEM) ? (PAResult){PA_NO_MEMORY, "There is no memory."}
                                      : (PAResult){PA_REFUSED, "dav1d can't decode the picture."};
}

/// The first picture of a stream that is given as a whole.
static int decode(Dav1dContext *context, Dav1dData *data, Dav1dPicture *picture) {
    for (;;) {
        const int sent = data->sz > 0 ? dav1d_send_data(context, data) : 0;
        if (sent < 0 && sent != DAV1D_ERR(EAGAIN)) return sent;
        const int got = dav1d_get_picture(context, picture);
        // With nothing left to send, a decoder that wants more never has a picture.
        if (got != DAV1D_ERR(EAGAIN) || data->sz == 0) return got;
    }
}

PAResult pa_reader_open(const uint8_t *bytes, size_t count, PAPicture expected, PAReader **out) {
    *out = NULL;
    PAReader *reader = calloc(1, sizeof *reader);
    if (!reader) return result_of(DAV1D_ERR(ENOMEM));
    Dav1dSettings settings;
    dav1d_default_settings(&settings);
    // The caller's thread alone: there is one for each core.
    settings.n_threads = 1;
    settings.max_frame_delay = 1;
    settings.all_layers = 0;
    settings.frame_size_limit = (unsigned)expected.width * (unsigned)expected.height;
    settings.logger.callback = NULL;
    Dav1dContext *context = NULL;
    Dav1dData data = {0};
    int error = dav1d_open(&context, &settings);
    if (error == 0) error = dav1d_data_wrap(&data, bytes, count, keep, NULL);
    if (error == 0) error = decode(context, &data, &reader->picture);
    dav1d_data_unref(&data);
    if (context) dav1d_close(&context);
    PAResult result = result_of(error);
    if (result.status == PA_OK) {
        const PAPicture picture = pa_reader_picture(reader);
        const bool is_expected = reader->picture.p.bpc == DEPTH && picture.width == expected.width &&
                                 picture.height == expected.height && picture.planes == expected.planes &&
                                 picture.across == expected.across && picture.down == expected.down;
        if (!is_expected) result = (PAResult){PA_REFUSED, "The picture is not what the file's header says."};
    }
    if (result.status != PA_OK) {
        pa_reader_close(reader);
        return result;
    }
    *out = reader;
    return result;
}

void pa_reader_close(PAReader *reader) {
    dav1d_picture_unref(&reader->picture);
    free(reader);
}

PAPicture pa_reader_picture(const PAReader *reader) {
    const Dav1dPictureParameters *parameters = &reader->picture.p;
    const enum Dav1dPixelLayout layout = parameters->layout;
    return (PAPicture){
        .width = parameters->w,
        .height = parameters->h,
        .planes = layout == DAV1D_PIXEL_LAYOUT_I400 ? 1 : 3,
        .across = layout == DAV1D_PIXEL_LAYOUT_I420 || layout == DAV1D_PIXEL_LAYOUT_I422 ? 2 : 1,
        .down = layout == DAV1D_PIXEL_LAYOUT_I420 ? 2 : 1,
    };
}

const uint8_t *pa_reader_row(const PAReader *reader, int plane, int row) {
    const uint8_t *first = reader->picture.data[plane];
    return first + (ptrdiff_t)row * reader->picture.stride[plane == 0 ? 0 : 1];
}
