/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-filter.h"

G_BEGIN_DECLS

/* What a term looks at; from POLLUX_FILTER_BUSY on figures. */
typedef enum
{
  POLLUX_FILTER_WORD,
  POLLUX_FILTER_NAME,
  POLLUX_FILTER_LOCATION,
  POLLUX_FILTER_KIND,
  POLLUX_FILTER_PROCESS,
  POLLUX_FILTER_THREAD,
  POLLUX_FILTER_BY,
  POLLUX_FILTER_ID,
  POLLUX_FILTER_STATE,
  POLLUX_FILTER_BUSY,
  POLLUX_FILTER_SCHEDULED,
  POLLUX_FILTER_IDLE,
  POLLUX_FILTER_SPAWN,
  POLLUX_FILTER_LONGEST,
  POLLUX_FILTER_DELAY,
  POLLUX_FILTER_LIFE,
  POLLUX_FILTER_UNFINISHED,
  POLLUX_FILTER_POLLS,
  POLLUX_FILTER_WAKES,
  POLLUX_FILTER_SELF_WAKES,
  POLLUX_FILTER_N_SUBJECTS,
} PolluxFilterSubject;

/* Bits: an operator is any of them. */
typedef enum
{
  POLLUX_FILTER_LESS    = 1 << 0,
  POLLUX_FILTER_EQUAL   = 1 << 1,
  POLLUX_FILTER_GREATER = 1 << 2,
} PolluxFilterOperator;

/* One of the alternatives of a term of text, an id or a state. */
typedef struct
{
  char *text;          /* folded */
  gboolean has_id;
  guint64 id;          /* whose number it may be */
  guint states;        /* bits by PolluxState */
  GByteArray *answers; /* by PolluxString */
} PolluxFilterNeedle;

typedef struct
{
  PolluxFilterSubject subject;
  gboolean negative;
  GArray *needles;     /* PolluxFilterNeedle; NULL for figures */
  guint operator;
  gint64 number;
  GByteArray *threads; /* by PolluxThread */
} PolluxFilterTerm;

struct _PolluxFilter
{
  GArray *terms;       /* the dear ones last */
  PolluxFilterFault fault;
  char *message;       /* of @fault; NULL if there is none */
};

#define POLLUX_FILTER_IS_FIGURE(subject) ((subject) >= POLLUX_FILTER_BUSY)

/* POLLUX_FILTER_N_SUBJECTS if there is no such key. */
PolluxFilterSubject    pollux_filter_find_key      (const char          *name,
                                                    gsize                length);
const PolluxFilterKey *pollux_filter_get_key       (PolluxFilterSubject  subject);
/* The states called @name, as bits by PolluxState; 0 if there is none. */
guint                  pollux_filter_find_states   (const char          *name);
/* "idle, scheduled, …": all of them. */
char                  *pollux_filter_list_states   (void);
void                   pollux_filter_parse         (PolluxFilter        *filter,
                                                    const char          *text);

G_END_DECLS
