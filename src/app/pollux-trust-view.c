/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-trust-view.h"

#include "pollux-accessible.h"
#include "pollux-template.h"
#include "pollux-trust-text.h"

#define N_AT_ONCE 5

struct _PolluxTrustView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *verdict;
  GtkLabel *meaning;
  GtkWidget *copy;
  GtkBox *findings;
  GtkWidget *records;
  GtkBox *rows;
  GtkLabel *wakes;

  GtkLabel *values[POLLUX_N_RECORD_KINDS];
  PolluxTrustMonitor *monitor;
  GSignalGroup *signals;
  guint show_id;            /* of the tick callback that shows what is new */
  char *shown;              /* the findings as text: made anew only if they are others */
};

G_DEFINE_FINAL_TYPE (PolluxTrustView, pollux_trust_view, GTK_TYPE_WIDGET)

/* --- one after the other ------------------------------------------------------ */

/* Long texts are slow to lay out: what is new is shown a few in a frame. */
static void
add_hidden (GtkBox *box, GtkWidget *child)
{
  gtk_widget_set_visible (child, FALSE);
  gtk_box_append (box, child);
}

/* From @box, at most @n of them; returns how many are left of @n. */
static guint
show_some (GtkBox *box, guint n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL && n > 0;
       child = gtk_widget_get_next_sibling (child))
    if (!gtk_widget_get_visible (child))
      {
        gtk_widget_set_visible (child, TRUE);
        n--;
      }

  return n;
}

static gboolean
show_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PolluxTrustView *self = POLLUX_TRUST_VIEW (widget);

  if (show_some (self->rows, show_some (self->findings, N_AT_ONCE)) == 0)
    return G_SOURCE_CONTINUE;

  self->show_id = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_to_show (PolluxTrustView *self)
{
  if (self->show_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->show_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_cb, NULL, NULL);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* --- the findings ----------------------------------------------------------- */

static void
copy_code_cb (GtkButton *button, gpointer code)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), code);
}

static GtkWidget *
new_code (PolluxTrustAdvice advice)
{
  const char *code = pollux_trust_advice_get_code (advice);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (code);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Copy Code"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "code");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_widget_add_css_class (scroller, "code-box");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "small-button");
  /* Code is static. */
  g_signal_connect (button, "clicked", G_CALLBACK (copy_code_cb), (gpointer) code);

  gtk_widget_set_margin_top (box, 6);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

static GtkWidget *
new_advice (PolluxTrustAdvice advice)
{
  const char *title = pollux_trust_advice_get_title (advice);
  GtkWidget *expander = gtk_expander_new (NULL);
  GtkWidget *label = gtk_label_new (title);

  /* An expander does not know how high a label of several lines is. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, title);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), label);
  gtk_expander_set_child (GTK_EXPANDER (expander), new_code (advice));
  gtk_widget_set_margin_top (expander, 4);
  pollux_accessible_repair (expander);

  return expander;
}

static GtkWidget *
new_finding (const PolluxTrustFinding *finding)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *text = new_label (finding->text, NULL);

  pollux_trust_set_image (GTK_IMAGE (image), finding->severity);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 1);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  /* Selectable, but no stop on the way through the window with Tab. */
  gtk_widget_set_focusable (text, FALSE);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), new_label (finding->title, "heading"));
  gtk_box_append (GTK_BOX (texts), text);
  if (finding->advice != POLLUX_TRUST_ADVICE_NONE)
    gtk_box_append (GTK_BOX (texts), new_advice (finding->advice));
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), texts);

  return row;
}

static const char *
get_group_title (PolluxTrustSeverity severity)
{
  switch (severity)
    {
    case POLLUX_TRUST_PROBLEM:
      return _("What may be wrong");

    case POLLUX_TRUST_LIMIT:
      return _("What the recording cannot tell");

    case POLLUX_TRUST_NOTE:
    case POLLUX_TRUST_GOOD:
    default:
      return _("Worth knowing");
    }
}

static void
append_group (PolluxTrustView *self, GPtrArray *findings, PolluxTrustSeverity severity)
{
  GtkWidget *title;

  if (pollux_trust_count (findings, severity) == 0)
    return;

  add_hidden (self->findings, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  title = new_label (get_group_title (severity), "dim-label");
  gtk_widget_add_css_class (title, "caption-heading");
  add_hidden (self->findings, title);
  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == severity)
        add_hidden (self->findings, new_finding (finding));
    }
}

static char *
describe_findings (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "\n%s: %s\n%s\n",
                              pollux_trust_severity_get_title (finding->severity), finding->title,
                              finding->text);
      if (finding->advice != POLLUX_TRUST_ADVICE_NONE)
        g_string_append_printf (text, "\n%s:\n\n%s\n",
                                pollux_trust_advice_get_title (finding->advice),
                                pollux_trust_advice_get_code (finding->advice));
    }

  return g_string_free (text, FALSE);
}

static gboolean
has_advice (GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (((PolluxTrustFinding *) g_ptr_array_index (findings, i))->advice !=
        POLLUX_TRUST_ADVICE_NONE)
      return TRUE;

  return FALSE;
}

static void
show_findings (PolluxTrustView *self, GPtrArray *findings)
{
  g_autofree char *text = describe_findings (findings);
  gboolean replaced = FALSE;
  GtkWidget *child;

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->findings))) != NULL)
    {
      replaced = replaced || gtk_widget_get_visible (child);
      gtk_box_remove (self->findings, child);
    }
  if (findings != NULL)
    {
      append_group (self, findings, POLLUX_TRUST_PROBLEM);
      append_group (self, findings, POLLUX_TRUST_LIMIT);
      append_group (self, findings, POLLUX_TRUST_NOTE);
    }
  if (has_advice (findings))
    {
      child = new_label (_("The code is for tracing-subscriber 0.3. Whole programs are in "
                           "README.md under “Recording a trace”."),
                         "caption");
      gtk_widget_add_css_class (child, "dim-label");
      add_hidden (self->findings, child);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings),
                          gtk_widget_get_first_child (GTK_WIDGET (self->findings)) != NULL);
  /* What is being read does not blink while the file grows. */
  if (replaced)
    show_some (self->findings, G_MAXUINT);
  begin_to_show (self);
}

/* --- the rest --------------------------------------------------------------- */

static const char *
get_meaning (const PolluxTrust *trust, PolluxTrustSeverity worst)
{
  if (trust == NULL)
    return "";
  if (!trust->finished)
    return _("What is missing shows only when the whole file has been read.");

  switch (worst)
    {
    case POLLUX_TRUST_PROBLEM:
      return _("Some of what the recording says may be wrong.");

    case POLLUX_TRUST_LIMIT:
      return _("What the recording says is sound, but it does not say everything.");

    case POLLUX_TRUST_NOTE:
    case POLLUX_TRUST_GOOD:
    default:
      return _("Nothing in the file contradicts itself, and no kind of record that the figures "
               "rest on is missing.");
    }
}

static void
show_verdict (PolluxTrustView *self, const PolluxTrust *trust)
{
  PolluxTrustSeverity worst;
  g_autofree char *verdict = pollux_trust_get_verdict (self->monitor, &worst);
  g_autofree char *text = NULL;

  if (verdict != NULL)
    /* Translators: how far a recording can be trusted: "1 problem, 2 limits". */
    text = g_strdup_printf (_("Trust: %s"), verdict);
  gtk_label_set_text (self->verdict, text != NULL ? text : _("Trust: still being read"));
  gtk_label_set_text (self->meaning, get_meaning (trust, worst));
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), trust != NULL);
  pollux_trust_set_image (self->icon, worst);
}

static void
show_records (PolluxTrustView *self, const PolluxTrust *trust)
{
  g_autofree char *wakes = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->records, trust != NULL);
  if (trust == NULL)
    return;

  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    {
      g_autofree char *value = pollux_trust_row_to_text (pollux_trust_get_row (trust, i));

      gtk_label_set_text (self->values[i], value);
    }
  wakes = pollux_trust_describe_wakes (trust);
  if (wakes != NULL)
    /* Translators: "12 by the poll that cloned the waker, 3 by elimination". */
    text = g_strdup_printf (_("The tasks of the wakes: %s."), wakes);
  gtk_label_set_text (self->wakes, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wakes), text != NULL);
}

static void
update (PolluxTrustView *self)
{
  const PolluxTrust *trust = NULL;
  GPtrArray *findings = NULL;

  if (self->monitor != NULL)
    {
      trust = pollux_trust_monitor_get_trust (self->monitor);
      findings = pollux_trust_monitor_get_findings (self->monitor);
    }
  show_verdict (self, trust);
  show_findings (self, findings);
  show_records (self, trust);
  gtk_widget_set_visible (self->copy, trust != NULL);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = pollux_trust_view_dup_text (POLLUX_TRUST_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
add_rows (PolluxTrustView *self)
{
  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *title = new_label (pollux_record_kind_get_title (i), NULL);
      GtkWidget *value = new_label ("", "numeric");
      GtkWidget *reason = new_label (pollux_record_kind_get_reason (i), "caption");

      gtk_widget_set_hexpand (title, TRUE);
      gtk_label_set_wrap (GTK_LABEL (title), FALSE);
      gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
      gtk_label_set_wrap (GTK_LABEL (value), FALSE);
      gtk_widget_add_css_class (reason, "dim-label");
      gtk_widget_set_margin_bottom (reason, 8);
      gtk_box_append (GTK_BOX (line), title);
      gtk_box_append (GTK_BOX (line), value);
      add_hidden (self->rows, line);
      add_hidden (self->rows, reason);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      title, NULL, -1);
      self->values[i] = GTK_LABEL (value);
    }
}

static void
pollux_trust_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pollux_trust_view_parent_class)->map (widget);
  begin_to_show (POLLUX_TRUST_VIEW (widget));
}

static void
pollux_trust_view_dispose (GObject *object)
{
  PolluxTrustView *self = POLLUX_TRUST_VIEW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->monitor);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_trust_view_parent_class)->dispose (object);
}

static void
pollux_trust_view_finalize (GObject *object)
{
  g_free (POLLUX_TRUST_VIEW (object)->shown);
  G_OBJECT_CLASS (pollux_trust_view_parent_class)->finalize (object);
}

static void
pollux_trust_view_class_init (PolluxTrustViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_trust_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = pollux_trust_view_finalize;
  widget_class->map = pollux_trust_view_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-trust-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, icon);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, verdict);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, meaning);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, copy);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, findings);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, records);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, rows);
  gtk_widget_class_bind_template_child (widget_class, PolluxTrustView, wakes);
  gtk_widget_class_install_action (widget_class, "trust.copy", NULL, copy_action);
}

static void
pollux_trust_view_init (PolluxTrustView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (POLLUX_TYPE_TRUST_MONITOR);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  add_rows (self);
  update (self);
}

/**
 * pollux_trust_view_set_monitor:
 * @monitor: (nullable): who knows what is to be shown
 */
void
pollux_trust_view_set_monitor (PolluxTrustView *self, PolluxTrustMonitor *monitor)
{
  g_return_if_fail (POLLUX_IS_TRUST_VIEW (self));

  if (!g_set_object (&self->monitor, monitor))
    return;
  g_signal_group_set_target (self->signals, monitor);
  update (self);
}

/**
 * pollux_trust_view_dup_text:
 *
 * Returns: (transfer full): what is shown, as lines
 */
char *
pollux_trust_view_dup_text (PolluxTrustView *self)
{
  const PolluxTrust *trust;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (POLLUX_IS_TRUST_VIEW (self), NULL);

  text = g_string_new (gtk_label_get_text (self->verdict));
  g_string_append_printf (text, "\n%s\n", self->shown != NULL ? self->shown : "");
  trust = self->monitor != NULL ? pollux_trust_monitor_get_trust (self->monitor) : NULL;
  for (guint i = 0; trust != NULL && i < POLLUX_N_RECORD_KINDS; i++)
    g_string_append_printf (text, "%s: %s\n", pollux_record_kind_get_title (i),
                            gtk_label_get_text (self->values[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
