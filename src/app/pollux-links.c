/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every member has an offset to a time that all have in common. Two views of
 * one trace keep the distance that they have when they are linked; two traces
 * are laid on one another by the clock where both know it and were recorded at
 * the same time, else by their begins.
 *
 * What the others are told while one moves tells nobody back. A view that
 * changes because its window or its trace has grown moves no other.
 */

#include "config.h"

#include "pollux-links.h"

typedef struct
{
  PolluxSession *session;
  gint64 offset;            /* from its times to the common ones */
  double width;             /* as of the last change, to know what it was */
  PolluxRange extent;
} Member;

struct _PolluxLinks
{
  GObject parent_instance;

  GPtrArray *members;
  gboolean telling;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (PolluxLinks, pollux_links, G_TYPE_OBJECT)

static Member *
find_member (PolluxLinks *self, PolluxSession *session)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      if (member->session == session)
        return member;
    }

  return NULL;
}

static void
note_shape (Member *member)
{
  const PolluxViewport *view = pollux_session_get_viewport (member->session);

  member->width = view->width;
  member->extent = view->extent;
}

static PolluxTime
shift (PolluxTime time, const Member *from, const Member *to)
{
  PolluxTime sum;

  if (__builtin_add_overflow (time, from->offset - to->offset, &sum))
    return time < 0 ? G_MININT64 / 2 : G_MAXINT64 / 2;
  return CLAMP (sum, G_MININT64 / 2, G_MAXINT64 / 2);
}

/* The same range, however many pixels there are for it. */
static void
tell_view (const Member *from, Member *to, gboolean jumped)
{
  const PolluxViewport *view = pollux_session_get_viewport (from->session);
  PolluxViewport other = *pollux_session_get_viewport (to->session);

  other.left = shift (view->left, from, to);
  other.fraction = view->fraction;
  other.scale = CLAMP (view->scale * view->width / other.width, POLLUX_VIEWPORT_MIN_SCALE,
                       POLLUX_VIEWPORT_MAX_SCALE);
  pollux_session_set_viewport (to->session, &other, jumped);
  note_shape (to);
}

static void
view_changed_cb (PolluxSession *session, PolluxLinks *self)
{
  Member *from = find_member (self, session);
  const PolluxViewport *view = pollux_session_get_viewport (session);

  if (self->telling || from == NULL)
    return;
  if (view->width != from->width || view->extent.begin != from->extent.begin ||
      view->extent.end != from->extent.end)
    {
      note_shape (from);
      return;
    }

  self->telling = TRUE;
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *to = g_ptr_array_index (self->members, i);

      if (to != from)
        tell_view (from, to, pollux_session_has_jumped (session));
    }
  self->telling = FALSE;
}

static void
hover_changed_cb (PolluxSession *session, PolluxLinks *self)
{
  Member *from = find_member (self, session);
  PolluxTime cursor = pollux_session_get_cursor (session);

  if (self->telling || from == NULL)
    return;

  self->telling = TRUE;
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *to = g_ptr_array_index (self->members, i);

      if (to != from)
        pollux_session_hover (to->session, NULL,
                              cursor != POLLUX_TIME_NONE ? shift (cursor, from, to) : cursor);
    }
  self->telling = FALSE;
}

static void
member_free (gpointer data)
{
  Member *member = data;

  g_object_unref (member->session);
  g_free (member);
}

static PolluxTime
get_middle (PolluxSession *session)
{
  const PolluxViewport *view = pollux_session_get_viewport (session);

  return pollux_viewport_x_to_time (view, view->width / 2);
}

static gboolean
know_one_clock (PolluxTrace *a, PolluxTrace *b, gint64 *offset)
{
  PolluxRange first = pollux_trace_get_extent (a);
  PolluxRange second = pollux_trace_get_extent (b);

  if (!pollux_time_mode_is_available (POLLUX_TIME_MODE_UTC, a) ||
      !pollux_time_mode_is_available (POLLUX_TIME_MODE_UTC, b) ||
      __builtin_sub_overflow (pollux_trace_get_origin (b), pollux_trace_get_origin (a), offset))
    return FALSE;

  return second.begin + *offset <= first.end && first.begin <= second.end + *offset;
}

static gint64
find_offset (const Member *first, PolluxSession *session)
{
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxTrace *other = pollux_session_get_trace (first->session);
  gint64 offset;

  if (trace == other)
    return first->offset + get_middle (first->session) - get_middle (session);
  if (know_one_clock (other, trace, &offset))
    return first->offset + offset;
  return first->offset + pollux_trace_get_extent (other).begin -
         pollux_trace_get_extent (trace).begin;
}

static void
pollux_links_dispose (GObject *object)
{
  PolluxLinks *self = POLLUX_LINKS (object);

  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      g_signal_handlers_disconnect_by_data (member->session, self);
    }
  g_ptr_array_set_size (self->members, 0);
  G_OBJECT_CLASS (pollux_links_parent_class)->dispose (object);
}

static void
pollux_links_finalize (GObject *object)
{
  g_ptr_array_unref (POLLUX_LINKS (object)->members);
  G_OBJECT_CLASS (pollux_links_parent_class)->finalize (object);
}

static void
pollux_links_class_init (PolluxLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_links_dispose;
  G_OBJECT_CLASS (klass)->finalize = pollux_links_finalize;

  changed_signal = g_signal_new ("changed", POLLUX_TYPE_LINKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pollux_links_init (PolluxLinks *self)
{
  self->members = g_ptr_array_new_with_free_func (member_free);
}

/**
 * pollux_links_new:
 *
 * Returns: (transfer full): links of nothing
 */
PolluxLinks *
pollux_links_new (void)
{
  return g_object_new (POLLUX_TYPE_LINKS, NULL);
}

/**
 * pollux_links_add:
 * @session: a session that is not in it; a reference is kept
 *
 * Links @session with those that are in it.
 */
void
pollux_links_add (PolluxLinks *self, PolluxSession *session)
{
  const Member *first = NULL;
  Member *member;

  g_return_if_fail (POLLUX_IS_LINKS (self));
  g_return_if_fail (POLLUX_IS_SESSION (session));
  g_return_if_fail (find_member (self, session) == NULL);

  if (self->members->len > 0)
    first = g_ptr_array_index (self->members, 0);
  member = g_new0 (Member, 1);
  member->session = g_object_ref (session);
  member->offset = first != NULL ? find_offset (first, session) : 0;
  note_shape (member);
  g_ptr_array_add (self->members, member);
  g_signal_connect (session, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (session, "hover-changed", G_CALLBACK (hover_changed_cb), self);

  if (first != NULL)
    {
      self->telling = TRUE;
      tell_view (first, member, TRUE);
      self->telling = FALSE;
    }
  g_signal_emit (self, changed_signal, 0);
}

/**
 * pollux_links_remove:
 * @session: may be one that is not in it
 *
 * Lets @session move alone again. Its view stays.
 */
void
pollux_links_remove (PolluxLinks *self, PolluxSession *session)
{
  Member *member;

  g_return_if_fail (POLLUX_IS_LINKS (self));

  member = find_member (self, session);
  if (member == NULL)
    return;

  g_signal_handlers_disconnect_by_data (session, self);
  g_ptr_array_remove (self->members, member);
  g_signal_emit (self, changed_signal, 0);
}

/**
 * pollux_links_get_n:
 *
 * Returns: how many sessions are linked
 */
guint
pollux_links_get_n (PolluxLinks *self)
{
  g_return_val_if_fail (POLLUX_IS_LINKS (self), 0);

  return self->members->len;
}

/**
 * pollux_links_get_offset:
 * @from: a session of these
 * @to: another
 *
 * Returns: ns to add to a time of @from for the same moment in @to
 */
gint64
pollux_links_get_offset (PolluxLinks *self, PolluxSession *from, PolluxSession *to)
{
  const Member *first = find_member (self, from);
  const Member *second = find_member (self, to);

  g_return_val_if_fail (first != NULL && second != NULL, 0);

  return first->offset - second->offset;
}
