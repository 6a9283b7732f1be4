/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-painter.h"

#define RGBA(hex, a)                                                                               \
  { (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (a) }
#define RGB(hex) RGBA (hex, 1.0)

/*
 * In every palette the states differ in lightness as well as in hue (blue is
 * dark where amber is light, or the other way round), so that they stay apart
 * in grey and for all common colour deficiencies; shape and hatch say the same
 * once more. Spans are quieter than the states, and stand in rows of their own.
 */
static const PolluxPalette palettes[] = {
  [POLLUX_PALETTE_LIGHT] = {
    .background     = RGB (0xffffff),
    .alternate      = RGB (0xf9f9f8),
    .header         = RGB (0xf6f5f4),
    .text           = RGB (0x26282b),
    .dim_text       = RGB (0x6f6e73),
    .grid           = RGBA (0x000000, 0.06),
    .border         = RGB (0xdad7d3),
    .active         = RGB (0x1c71d8),
    .active_text    = RGB (0xffffff),
    .scheduled      = RGB (0xb98300),
    .scheduled_fill = RGB (0xfdf3d8),
    .idle           = RGB (0x8b8a87),
    .wake           = RGB (0x813d9c),
    .warning        = RGB (0xe66100),
    .error          = RGB (0xc01c28),
    .span           = RGB (0x2e8b74),
    .resource       = RGB (0x8a7059),
    .accent         = RGB (0x3584e4),
    .dark           = FALSE,
  },
  [POLLUX_PALETTE_DARK] = {
    .background     = RGB (0x1e1e1e),
    .alternate      = RGB (0x222222),
    .header         = RGB (0x2c2c2c),
    .text           = RGB (0xf0efee),
    .dim_text       = RGB (0xa5a3a0),
    .grid           = RGBA (0xffffff, 0.07),
    .border         = RGB (0x424242),
    .active         = RGB (0x62a0ea),
    .active_text    = RGB (0x0d1b2e),
    .scheduled      = RGB (0xf8c732),
    .scheduled_fill = RGB (0x44380f),
    .idle           = RGB (0x84827f),
    .wake           = RGB (0xc17df2),
    .warning        = RGB (0xff9a3c),
    .error          = RGB (0xff6b70),
    .span           = RGB (0x66b8a2),
    .resource       = RGB (0xbfa68c),
    .accent         = RGB (0x78aeed),
    .dark           = TRUE,
  },
  [POLLUX_PALETTE_HIGH_CONTRAST] = {
    .background     = RGB (0xffffff),
    .alternate      = RGB (0xf2f2f2),
    .header         = RGB (0xffffff),
    .text           = RGB (0x000000),
    .dim_text       = RGB (0x3d3846),
    .grid           = RGBA (0x000000, 0.20),
    .border         = RGB (0x000000),
    .active         = RGB (0x0a3f8a),
    .active_text    = RGB (0xffffff),
    .scheduled      = RGB (0x9a5b00),
    .scheduled_fill = RGB (0xffe8a3),
    .idle           = RGB (0x6b6b6b),
    .wake           = RGB (0x5e1a7a),
    .warning        = RGB (0xa13d00),
    .error          = RGB (0xa0000f),
    .span           = RGB (0x00563f),
    .resource       = RGB (0x5a3c20),
    .accent         = RGB (0x1a5fb4),
    .dark           = FALSE,
  },
  [POLLUX_PALETTE_HIGH_CONTRAST_DARK] = {
    .background     = RGB (0x000000),
    .alternate      = RGB (0x141414),
    .header         = RGB (0x000000),
    .text           = RGB (0xffffff),
    .dim_text       = RGB (0xd0cfcc),
    .grid           = RGBA (0xffffff, 0.24),
    .border         = RGB (0xffffff),
    .active         = RGB (0x74b1ff),
    .active_text    = RGB (0x000000),
    .scheduled      = RGB (0xffdb3d),
    .scheduled_fill = RGB (0x4a3b00),
    .idle           = RGB (0xc0bfbc),
    .wake           = RGB (0xc98aff),
    .warning        = RGB (0xffb05c),
    .error          = RGB (0xff8a8f),
    .span           = RGB (0x7fe3c4),
    .resource       = RGB (0xe6caa6),
    .accent         = RGB (0xffffff),
    .dark           = TRUE,
  },
  [POLLUX_PALETTE_PRINT] = {
    .background     = RGB (0xffffff),
    .alternate      = RGB (0xffffff),
    .header         = RGB (0xffffff),
    .text           = RGB (0x000000),
    .dim_text       = RGB (0x55545a),
    .grid           = RGBA (0x000000, 0.10),
    .border         = RGB (0xb5b2ae),
    .active         = RGB (0x1a5fb4),
    .active_text    = RGB (0xffffff),
    .scheduled      = RGB (0xb98300),
    .scheduled_fill = RGB (0xfdf3d8),
    .idle           = RGB (0x85837f),
    .wake           = RGB (0x813d9c),
    .warning        = RGB (0xd65a00),
    .error          = RGB (0xc01c28),
    .span           = RGB (0x26806a),
    .resource       = RGB (0x7d6450),
    .accent         = RGB (0x1a5fb4),
    .dark           = FALSE,
  },
};

/**
 * pollux_palette_get:
 *
 * Returns: (transfer none): a built-in palette; light for an unknown @name
 */
const PolluxPalette *
pollux_palette_get (PolluxPaletteName name)
{
  if ((guint) name >= G_N_ELEMENTS (palettes))
    name = POLLUX_PALETTE_LIGHT;

  return &palettes[name];
}
