/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-thing.h"

G_BEGIN_DECLS

/**
 * PolluxDetail:
 * @name: translated, "Length"
 * @value: with every digit
 * @link: what the value leads to, or a thing of kind NONE
 */
typedef struct
{
  char *name;
  char *value;
  PolluxThing link;
} PolluxDetail;

/**
 * PolluxDetails:
 * @heading: whose it is: the task's title and id
 * @subheading: which thing of it: "poll 2 of 9"
 * @rows: (element-type PolluxDetail): what the model knows of it
 *
 * A thing for somebody to look at, as texts.
 */
typedef struct
{
  char *heading;
  char *subheading;
  GPtrArray *rows;
} PolluxDetails;

PolluxDetails *pollux_details_new      (PolluxTrace         *trace,
                                        const PolluxClock   *clock,
                                        const PolluxThing   *thing);
PolluxDetails *pollux_details_new_empty (void);
void           pollux_details_free     (PolluxDetails       *details);
/* "Name<tab>value" lines under the headings, for the clipboard. */
char          *pollux_details_dup_text (const PolluxDetails *details);

/* A thing as text for links, both ways; FALSE if @uri is none. */
char          *pollux_thing_to_uri     (const PolluxThing   *thing);
gboolean       pollux_thing_from_uri   (const char          *uri,
                                        PolluxThing         *thing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxDetails, pollux_details_free)

G_END_DECLS
