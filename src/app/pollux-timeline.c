/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-timeline.h"

#define RULER_HEIGHT 28
#define HEADER_WIDTH 190
#define HEADER_WIDTH_MIN 60
#define HEADER_WIDTH_MAX 2000

struct _PolluxTimeline
{
  GtkWidget parent_instance;

  PolluxSession *session;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;
  int header_width;
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_HEADER_WIDTH,
  N_PROPS,

  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PolluxTimeline, pollux_timeline, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
pollux_timeline_dispose (GObject *object)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);

  G_OBJECT_CLASS (pollux_timeline_parent_class)->dispose (object);
}

static void
pollux_timeline_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    case PROP_HEADER_WIDTH:
      g_value_set_int (value, self->header_width);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_timeline_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      pollux_timeline_set_session (self, g_value_get_object (value));
      break;

    case PROP_HEADER_WIDTH:
      pollux_timeline_set_header_width (self, g_value_get_int (value));
      break;

    case PROP_HADJUSTMENT:
      g_set_object (&self->hadjustment, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      g_set_object (&self->vadjustment, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, POLLUX_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADER_WIDTH] =
    g_param_spec_int ("header-width", NULL, NULL, HEADER_WIDTH_MIN, HEADER_WIDTH_MAX, HEADER_WIDTH,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
pollux_timeline_class_init (PolluxTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_timeline_dispose;
  object_class->get_property = pollux_timeline_get_property;
  object_class->set_property = pollux_timeline_set_property;

  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "pollux-timeline");
}

static void
pollux_timeline_init (PolluxTimeline *self)
{
  self->header_width = HEADER_WIDTH;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

/**
 * pollux_timeline_new:
 *
 * Creates a timeline that is empty until it is given a session.
 */
GtkWidget *
pollux_timeline_new (void)
{
  return g_object_new (POLLUX_TYPE_TIMELINE, NULL);
}

/**
 * pollux_timeline_get_session:
 *
 * Returns: (transfer none) (nullable): the session that is shown
 */
PolluxSession *
pollux_timeline_get_session (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), NULL);

  return self->session;
}

/**
 * pollux_timeline_set_session:
 * @session: (nullable): the session to show; a reference is kept
 */
void
pollux_timeline_set_session (PolluxTimeline *self,
                             PolluxSession  *session)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * pollux_timeline_get_header_width:
 *
 * Returns: the wanted width of the lane headers in pixels; a narrow timeline
 *   shows them narrower
 */
int
pollux_timeline_get_header_width (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), 0);

  return self->header_width;
}

/**
 * pollux_timeline_set_header_width:
 * @width: pixels, clamped to what is sensible
 */
void
pollux_timeline_set_header_width (PolluxTimeline *self,
                                  int             width)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  width = CLAMP (width, HEADER_WIDTH_MIN, HEADER_WIDTH_MAX);
  if (self->header_width == width)
    return;

  self->header_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADER_WIDTH]);
}

/**
 * pollux_timeline_get_ruler_height:
 *
 * Returns: the height of the ruler in pixels
 */
int
pollux_timeline_get_ruler_height (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), 0);

  return RULER_HEIGHT;
}
