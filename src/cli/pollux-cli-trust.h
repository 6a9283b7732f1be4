/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cli-json.h"
#include "pollux-cli-output.h"
#include "pollux-trust.h"

G_BEGIN_DECLS

/* What a recording can and cannot tell, and what to record differently.
 * @width: columns of the terminal, 0 for no limit. */
void pollux_cli_trust_print    (const PolluxTrust *trust,
                                guint              width,
                                PolluxCliOutput   *output);
/* Members of an object that is open. */
void pollux_cli_trust_add_json (const PolluxTrust *trust,
                                PolluxCliJson     *json);

G_END_DECLS
