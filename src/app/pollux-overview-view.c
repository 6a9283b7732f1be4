/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-overview-view.h"

#define OVERVIEW_HEIGHT 48

struct _PolluxOverviewView
{
  GtkWidget parent_instance;

  PolluxSession *session;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PolluxOverviewView, pollux_overview_view, GTK_TYPE_WIDGET)

static void
pollux_overview_view_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? OVERVIEW_HEIGHT : 1;
}

static void
pollux_overview_view_dispose (GObject *object)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (pollux_overview_view_parent_class)->dispose (object);
}

static void
pollux_overview_view_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_overview_view_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      pollux_overview_view_set_session (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_overview_view_class_init (PolluxOverviewViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_overview_view_dispose;
  object_class->get_property = pollux_overview_view_get_property;
  object_class->set_property = pollux_overview_view_set_property;
  widget_class->measure = pollux_overview_view_measure;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, POLLUX_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "pollux-overview");
}

static void
pollux_overview_view_init (PolluxOverviewView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * pollux_overview_view_new:
 *
 * Creates a strip that shows nothing until it is given a session.
 */
GtkWidget *
pollux_overview_view_new (void)
{
  return g_object_new (POLLUX_TYPE_OVERVIEW_VIEW, NULL);
}

/**
 * pollux_overview_view_get_session:
 *
 * Returns: (transfer none) (nullable): the session that is shown
 */
PolluxSession *
pollux_overview_view_get_session (PolluxOverviewView *self)
{
  g_return_val_if_fail (POLLUX_IS_OVERVIEW_VIEW (self), NULL);

  return self->session;
}

/**
 * pollux_overview_view_set_session:
 * @session: (nullable): the session to show; a reference is kept
 */
void
pollux_overview_view_set_session (PolluxOverviewView *self,
                                  PolluxSession      *session)
{
  g_return_if_fail (POLLUX_IS_OVERVIEW_VIEW (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
