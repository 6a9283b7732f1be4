/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-trust-text.h"

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [POLLUX_TRUST_GOOD] = { "emblem-ok-symbolic", "trust-good" },
  [POLLUX_TRUST_NOTE] = { "dialog-information-symbolic", "trust-note" },
  [POLLUX_TRUST_LIMIT] = { "dialog-warning-symbolic", "trust-limit" },
  [POLLUX_TRUST_PROBLEM] = { "dialog-error-symbolic", "trust-problem" },
};

/**
 * pollux_trust_get_icon:
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
pollux_trust_get_icon (PolluxTrustSeverity severity)
{
  g_return_val_if_fail (severity < G_N_ELEMENTS (looks), NULL);

  return looks[severity].icon;
}

/**
 * pollux_trust_get_style:
 *
 * Returns: (transfer none): a style class
 */
const char *
pollux_trust_get_style (PolluxTrustSeverity severity)
{
  g_return_val_if_fail (severity < G_N_ELEMENTS (looks), NULL);

  return looks[severity].style;
}

/**
 * pollux_trust_set_image:
 *
 * Shows how bad something is; a text beside it must say so as well.
 */
void
pollux_trust_set_image (GtkImage *image, PolluxTrustSeverity severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (image), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (image), pollux_trust_get_style (severity));
  gtk_image_set_from_icon_name (image, pollux_trust_get_icon (severity));
}

/**
 * pollux_trust_get_verdict:
 * @monitor: (nullable): who knows the findings
 * @worst: (out): how bad the worst of them is
 *
 * Returns: (transfer full) (nullable): all of it in a few words
 */
char *
pollux_trust_get_verdict (PolluxTrustMonitor *monitor, PolluxTrustSeverity *worst)
{
  GPtrArray *findings = monitor != NULL ? pollux_trust_monitor_get_findings (monitor) : NULL;
  gboolean finished;

  *worst = POLLUX_TRUST_NOTE;
  if (findings == NULL)
    return NULL;

  finished = pollux_trust_monitor_get_trust (monitor)->finished;
  if (findings->len > 0)
    *worst = ((PolluxTrustFinding *) g_ptr_array_index (findings, 0))->severity;
  if (!finished && *worst < POLLUX_TRUST_LIMIT)
    return g_strdup (pollux_trust_monitor_is_partial (monitor) ? _("only a part was read")
                                                               : _("still being read"));

  return pollux_trust_describe (findings);
}
