/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-goto.h"

#include "pollux-time-goal.h"
#include "pollux-view-text.h"

#define HINT_CHARS 44

struct _PolluxGoto
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkWidget *hint;
  PolluxSession *session;
};

G_DEFINE_FINAL_TYPE (PolluxGoto, pollux_goto, GTK_TYPE_POPOVER)

static PolluxTime
get_middle (const PolluxViewport *viewport)
{
  PolluxRange range = pollux_viewport_get_range (viewport);

  return range.begin + pollux_range_length (range) / 2;
}

/* Durations count as the times on the ruler do; those with a sign from the
 * cursor, else from the middle of what is shown, and since a selection from it. */
static void
get_frame (PolluxSession *session, PolluxTimeFrame *frame)
{
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxTime cursor = pollux_session_get_cursor (session);
  gboolean epoch = pollux_time_mode_is_available (POLLUX_TIME_MODE_UTC, trace);

  *frame = (PolluxTimeFrame) {
    .extent = pollux_trace_get_extent (trace),
    .epoch = epoch ? pollux_trace_get_origin (trace) : POLLUX_TIME_NONE,
  };
  pollux_session_get_clock (session, &frame->clock);
  frame->zero = pollux_clock_is_civil (&frame->clock) ? frame->extent.begin : frame->clock.zero;
  frame->here = cursor != POLLUX_TIME_NONE ? cursor
                                           : get_middle (pollux_session_get_viewport (session));
  if (frame->clock.plus)
    frame->here = frame->zero;
}

static void
apply_goal (const PolluxTimeGoal *goal, PolluxViewport *viewport)
{
  gint64 length = pollux_range_length (goal->range);
  PolluxRange range = goal->range;

  if (goal->kind == POLLUX_GOAL_MOMENT)
    {
      pollux_viewport_pan (viewport, pollux_viewport_time_to_x (viewport, goal->range.begin) -
                                     viewport->width / 2);
      return;
    }

  if (goal->kind == POLLUX_GOAL_WIDTH)
    {
      range.begin = get_middle (viewport) - length / 2;
      if (__builtin_add_overflow (range.begin, length, &range.end))
        range.end = G_MAXINT64 / 2;
    }
  pollux_viewport_set_range (viewport, range);
}

static gboolean
find_view (PolluxSession *session, const char *text, PolluxTimeGoal *goal,
           PolluxViewport *viewport, GError **error)
{
  PolluxTimeFrame frame;

  get_frame (session, &frame);
  if (!pollux_time_goal_parse (text, &frame, goal, error))
    return FALSE;
  *viewport = *pollux_session_get_viewport (session);
  apply_goal (goal, viewport);
  return TRUE;
}

/**
 * pollux_goto_run:
 * @text: as for pollux_time_goal_parse()
 * @error: location for a %POLLUX_TIME_GOAL_ERROR
 *
 * A single time comes into the middle, the zoom stays, and the cursor is put on
 * it; a range is shown exactly, so that pictures of equal lengths have the same
 * scale.
 *
 * Returns: whether @text says where to go
 */
gboolean
pollux_goto_run (PolluxSession *session, const char *text, GError **error)
{
  PolluxViewport viewport;
  PolluxTimeGoal goal;

  g_return_val_if_fail (POLLUX_IS_SESSION (session), FALSE);

  if (!find_view (session, text, &goal, &viewport, error))
    return FALSE;

  pollux_session_set_viewport (session, &viewport, TRUE);
  if (goal.kind == POLLUX_GOAL_MOMENT)
    pollux_session_hover (session, NULL, goal.range.begin);
  return TRUE;
}

static void
set_hint (PolluxGoto *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (GTK_LABEL (self->hint), text);
  if (wrong)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_widget_add_css_class (self->hint, "error");
    }
  else
    {
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_widget_remove_css_class (self->hint, "error");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_examples (PolluxGoto *self)
{
  PolluxClock clock;

  pollux_session_get_clock (self->session, &clock);
  if (clock.kind == POLLUX_CLOCK_ORDINAL)
    set_hint (self, _("#1234 · #12..#50 · #12 50"), FALSE);
  else if (pollux_clock_is_civil (&clock))
    set_hint (self, _("12:34:56.789 · +3ms · 12:34:56 5ms · w 5ms"), FALSE);
  else
    set_hint (self, _("1.25s · +3ms · 1.2s 5ms · 1.2s..1.3s · w 5ms"), FALSE);
}

static void
changed_cb (PolluxGoto *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;
  g_autofree char *view = NULL;
  g_autofree char *hint = NULL;
  PolluxViewport viewport;
  PolluxTimeGoal goal;
  PolluxClock clock;

  if (self->session == NULL)
    return;
  if (find_view (self->session, text, &goal, &viewport, &error))
    {
      pollux_session_get_clock (self->session, &clock);
      view = pollux_view_text (&viewport, &clock);
      /* Translators: "1.250 s to 1.255 s, 5 ms": what Return would show. */
      hint = g_strdup_printf (_("Shows %s"), view);
      set_hint (self, hint, FALSE);
    }
  else if (g_error_matches (error, POLLUX_TIME_GOAL_ERROR, POLLUX_TIME_GOAL_ERROR_EMPTY))
    show_examples (self);
  else
    set_hint (self, error->message, TRUE);
}

static void
activate_cb (PolluxGoto *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->session != NULL && pollux_goto_run (self->session, text, NULL))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
closed_cb (PolluxGoto *self)
{
  g_clear_object (&self->session);
}

static void
pollux_goto_dispose (GObject *object)
{
  g_clear_object (&POLLUX_GOTO (object)->session);
  G_OBJECT_CLASS (pollux_goto_parent_class)->dispose (object);
}

static void
pollux_goto_class_init (PolluxGotoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_goto_dispose;
}

static void
pollux_goto_init (PolluxGoto *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Go to a time"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 34);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Go to a time"), -1);
  self->hint = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->hint), HINT_CHARS);
  gtk_widget_add_css_class (self->hint, "caption");
  gtk_widget_add_css_class (self->hint, "numeric");

  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

/**
 * pollux_goto_new:
 *
 * Returns: (transfer floating): it, to be given a parent
 */
GtkWidget *
pollux_goto_new (void)
{
  return g_object_new (POLLUX_TYPE_GOTO, NULL);
}

/**
 * pollux_goto_open:
 * @session: what is gone through
 * @pointing_to: where, in the parent
 *
 * Shows it, ready to be typed into.
 */
void
pollux_goto_open (PolluxGoto *self, PolluxSession *session, const GdkRectangle *pointing_to)
{
  g_return_if_fail (POLLUX_IS_GOTO (self));
  g_return_if_fail (POLLUX_IS_SESSION (session));

  g_set_object (&self->session, session);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), pointing_to);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  changed_cb (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->entry);
}

/**
 * pollux_goto_get_hint:
 *
 * Returns: (transfer none): what it says
 */
const char *
pollux_goto_get_hint (PolluxGoto *self)
{
  g_return_val_if_fail (POLLUX_IS_GOTO (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->hint));
}
