/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxTrustAdvice:
 *
 * What to record differently next time.
 */
typedef enum
{
  POLLUX_TRUST_ADVICE_NONE,
  POLLUX_TRUST_ADVICE_SETUP,
  POLLUX_TRUST_ADVICE_UNSTABLE,
  POLLUX_TRUST_ADVICE_SPAN_EVENTS,
  POLLUX_TRUST_ADVICE_TARGETS,
  POLLUX_TRUST_ADVICE_EVENTS,
  POLLUX_TRUST_ADVICE_RESOURCES,
  POLLUX_TRUST_ADVICE_THREAD_IDS,
  POLLUX_TRUST_ADVICE_TIMER,
  POLLUX_TRUST_ADVICE_STEADY_TIMER,
  POLLUX_TRUST_ADVICE_CURRENT_SPAN,
  POLLUX_TRUST_ADVICE_TARGET_AND_LEVEL,
  POLLUX_TRUST_ADVICE_JSON,
  POLLUX_TRUST_ADVICE_FROM_START,
  POLLUX_TRUST_ADVICE_OWN_FILE,
  POLLUX_TRUST_ADVICE_PER_PROCESS,
  POLLUX_N_TRUST_ADVICES,
} PolluxTrustAdvice;

/* A key for programs, never translated; NULL for none. */
const char *pollux_trust_advice_to_key    (PolluxTrustAdvice advice);
/* A sentence without its point, an order. */
const char *pollux_trust_advice_get_title (PolluxTrustAdvice advice);
/* The lines of Rust (or TOML) that do it; never translated. */
const char *pollux_trust_advice_get_code  (PolluxTrustAdvice advice);

G_END_DECLS
