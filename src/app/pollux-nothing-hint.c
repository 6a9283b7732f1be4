/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-nothing-hint.h"

#include "pollux-template.h"

/* Only a view that rests for so long is one in which somebody is lost. */
#define DELAY_MS 200

struct _PolluxNothingHint
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *buttons[2];
  PolluxTimeline *timeline;
  guint delay_source;
};

G_DEFINE_FINAL_TYPE (PolluxNothingHint, pollux_nothing_hint, GTK_TYPE_WIDGET)

/* Where the next section is; hidden where there is none. */
static void
update_button (PolluxNothingHint *self, int direction)
{
  PolluxSession *session = pollux_timeline_get_session (self->timeline);
  GtkWidget *button = self->buttons[direction > 0];
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;
  PolluxThing thing;
  PolluxClock clock;

  gtk_widget_set_visible (button, FALSE);
  if (!pollux_timeline_find_outside (self->timeline, direction, &thing))
    return;

  pollux_session_get_clock (session, &clock);
  time = pollux_clock_to_label (
    &clock, pollux_thing_get_range (pollux_session_get_trace (session), &thing).begin);
  if (direction > 0)
    /* Translators: %s is the time of the next section of a lane. */
    text = g_strdup_printf (_("Next section at %s →"), time);
  else
    text = g_strdup_printf (_("← Last section at %s"), time);
  gtk_button_set_label (GTK_BUTTON (button), text);
  gtk_widget_set_visible (button, TRUE);
}

static gboolean
show_cb (gpointer user_data)
{
  PolluxNothingHint *self = user_data;

  self->delay_source = 0;
  if (self->timeline == NULL || !pollux_timeline_shows_nothing (self->timeline))
    return G_SOURCE_REMOVE;

  update_button (self, -1);
  update_button (self, 1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return G_SOURCE_REMOVE;
}

static void
scene_changed_cb (PolluxNothingHint *self)
{
  g_clear_handle_id (&self->delay_source, g_source_remove);
  if (pollux_timeline_shows_nothing (self->timeline))
    self->delay_source = g_timeout_add (DELAY_MS, show_cb, self);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
clicked_cb (PolluxNothingHint *self, GtkButton *button)
{
  pollux_timeline_go_outside (self->timeline, GTK_WIDGET (button) == self->buttons[1] ? 1 : -1);
}

static void
pollux_nothing_hint_dispose (GObject *object)
{
  PolluxNothingHint *self = POLLUX_NOTHING_HINT (object);

  g_clear_handle_id (&self->delay_source, g_source_remove);
  self->timeline = NULL;
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_nothing_hint_parent_class)->dispose (object);
}

static void
pollux_nothing_hint_class_init (PolluxNothingHintClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_nothing_hint_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pollux-nothing");
}

static void
pollux_nothing_hint_init (PolluxNothingHint *self)
{
  GtkWidget *label = gtk_label_new (_("Nothing here"));
  GtkWidget *fit = gtk_button_new_with_mnemonic (_("_Fit whole trace"));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->buttons[0] = gtk_button_new_with_label ("");
  self->buttons[1] = gtk_button_new_with_label ("");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (fit), "win.fit");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (self->box), self->buttons[0]);
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_box_append (GTK_BOX (self->box), self->buttons[1]);
  gtk_box_append (GTK_BOX (self->box), fit);
  for (guint i = 0; i < G_N_ELEMENTS (self->buttons); i++)
    g_signal_connect_swapped (self->buttons[i], "clicked", G_CALLBACK (clicked_cb), self);

  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * pollux_nothing_hint_set_timeline:
 * @timeline: over what it lies; once
 */
void
pollux_nothing_hint_set_timeline (PolluxNothingHint *self, PolluxTimeline *timeline)
{
  g_return_if_fail (POLLUX_IS_NOTHING_HINT (self));
  g_return_if_fail (self->timeline == NULL);

  self->timeline = timeline;
  g_signal_connect_object (timeline, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
