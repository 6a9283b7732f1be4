/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-tooltip.h"

static GQuark
get_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("pollux-tooltip");
  return quark;
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const char *text = g_object_get_qdata (G_OBJECT (widget), get_quark ());

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

/**
 * pollux_tooltip_set:
 * @widget: what it belongs to; its other handlers of "query-tooltip" come first
 * @text: (nullable): what is shown when the pointer rests on it
 *
 * Sets a tooltip. Assistive technologies read it as the description, as of others.
 */
void
pollux_tooltip_set (GtkWidget *widget, const char *text)
{
  const char *before = g_object_get_qdata (G_OBJECT (widget), get_quark ());

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (text, before) == 0)
    return;

  if (!g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_cb, NULL))
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
  g_object_set_qdata_full (G_OBJECT (widget), get_quark (), g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}
