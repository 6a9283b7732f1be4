/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "pollux-reader.h"

G_BEGIN_DECLS

void fuzz_load (const PolluxReaderClass *klass,
                const uint8_t           *data,
                size_t                   size);

G_END_DECLS
