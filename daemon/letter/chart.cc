#include "letter/chart.h"

#include <algorithm>
#include <cmath>

#include "letter/dates.h"
#include "letter/drawing.h"
#include "letter/print_words.h"

namespace undersigned::letter {
namespace {

using campaign::Day;

// A phone shows it at two thirds of this, so its words are larger than those around it.
constexpr double width = 536, height = 320, scale = 2;
// Two panels that share their days: the total above, each day's sign-ons below.
constexpr double left = 16, right = 62, top = 54, foot = 34, bars_height = 64, between = 38;
constexpr double total_base = height - foot - bars_height - between, bars_base = height - foot;
constexpr std::size_t most_days = 60;
constexpr Color paper{1, 1, 1}, ink{0.11, 0.15, 0.19}, muted{0.35, 0.40, 0.46},
    line{0.88, 0.90, 0.93}, people{0.10, 0.33, 0.56}, groups{0.93, 0.60, 0.20},
    sum{0.16, 0.52, 0.37};

struct Point {
  std::string date;
  std::int64_t individuals = 0, organizations = 0, total = 0;
};

std::chrono::sys_days day_of(const std::string& date) {
  int year = 0;
  unsigned month = 1, day = 1;
  std::sscanf(date.c_str(), "%d-%u-%u", &year, &month, &day);
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day));
}

std::string date_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                unsigned(date.day()));
  return text;
}

// One point a day without gaps, with the running total.
std::vector<Point> points_of(const std::vector<Day>& days) {
  std::vector<Point> points;
  std::int64_t total = 0;
  for (const auto& day : days) {
    // A gap of years would be a broken clock, not a campaign.
    while (!points.empty() && points.size() < 4000 &&
           day_of(points.back().date) + std::chrono::days(1) < day_of(day.date))
      points.push_back({date_of(day_of(points.back().date) + std::chrono::days(1)), 0, 0, total});
    total += day.individuals + day.organizations;
    points.push_back({day.date, day.individuals, day.organizations, total});
  }
  if (points.size() > most_days) points.erase(points.begin(), points.end() - most_days);
  return points;
}

// The next of 1, 2, 5, 10, 20, 50, … from which three or four steps reach `most`.
double step_for(double most) {
  const double rough = std::max(1.0, most / 4);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0, 10.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

class Chart {
 public:
  Chart(cairo_t* context, std::vector<Point> points, std::optional<int> goal,
        std::string_view language)
      : context_(context), points_(std::move(points)), goal_(goal), language_(language) {
    for (const auto& point : points_) {
      most_total_ = std::max(most_total_, static_cast<double>(point.total));
      most_day_ = std::max(most_day_, static_cast<double>(point.individuals + point.organizations));
    }
    // A goal far above would press the curve flat upon its base.
    goal_in_reach_ = goal_ && *goal_ <= most_total_ * 10;
    if (goal_in_reach_) most_total_ = std::max(most_total_, static_cast<double>(*goal_));
    step_ = step_for(most_total_);
    top_value_ = step_ * std::ceil(most_total_ * 1.04 / step_);
  }

  void draw() {
    set_color(context_, paper);
    cairo_paint(context_);
    legend();
    scale_lines();
    bars();
    total_line();
    goal_line();
  }

 private:
  double slot() const { return (width - left - right) / static_cast<double>(points_.size()); }
  double x_of(std::size_t i) const { return left + slot() * (static_cast<double>(i) + 0.5); }
  double y_of(double value) const { return total_base - (total_base - top) * value / top_value_; }

  double put(std::string_view text, double x, double y, double align, Color color, double size = 14,
             bool bold = false) {
    const auto layout = text_layout(context_, "Noto Sans", size, bold);
    set_text(layout.get(), text);
    int text_width = 0, text_height = 0;
    pango_layout_get_pixel_size(layout.get(), &text_width, &text_height);
    set_color(context_, color);
    cairo_move_to(context_, x - align * text_width, y - text_height / 2.0);
    pango_cairo_show_layout(context_, layout.get());
    return text_width;
  }

  void legend() {
    const auto& words = print_words(language_);
    double x = left;
    for (const auto& [word, color] :
         {std::pair{words.individuals, people}, std::pair{words.organizations, groups},
          std::pair{words.total, sum}}) {
      set_color(context_, color);
      cairo_rectangle(context_, x, 14, 12, 12);
      cairo_fill(context_);
      x += 18 + put(word, x + 18, 20, 0, ink, 15) + 20;
    }
  }

  void scale_lines() {
    for (double value = 0; value <= top_value_ + 0.5; value += step_) {
      set_color(context_, line);
      cairo_set_line_width(context_, 1);
      cairo_move_to(context_, left, y_of(value));
      cairo_line_to(context_, width - right, y_of(value));
      cairo_stroke(context_);
      put(worded_number(std::llround(value), language_), width - right + 8, y_of(value), 0, muted);
    }
  }

  double bar_height(double count) const {
    return most_day_ > 0 ? count / most_day_ * bars_height : 0;
  }

  void bars() {
    set_color(context_, line);
    cairo_set_line_width(context_, 1);
    cairo_move_to(context_, left, bars_base + 0.5);
    cairo_line_to(context_, width - right, bars_base + 0.5);
    cairo_stroke(context_);
    const double bar = std::min(26.0, slot() * 0.62);
    const auto every = static_cast<std::size_t>(std::ceil(66 / slot()));
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double low = bar_height(static_cast<double>(points_[i].individuals));
      const double high = bar_height(static_cast<double>(points_[i].organizations));
      const double base = bars_base;
      set_color(context_, people);
      cairo_rectangle(context_, x_of(i) - bar / 2, base - low, bar, low);
      cairo_fill(context_);
      set_color(context_, groups);
      cairo_rectangle(context_, x_of(i) - bar / 2, base - low - high, bar, high);
      cairo_fill(context_);
      const auto count = points_[i].individuals + points_[i].organizations;
      if (slot() >= 30 && count > 0)
        put(worded_number(count, language_), x_of(i), base - low - high - 10, 0.5, muted, 13);
      if ((points_.size() - 1 - i) % every == 0)
        put(short_day(points_[i].date, language_), x_of(i), height - foot / 2, 0.5, muted);
    }
  }

  void total_line() {
    set_color(context_, sum);
    cairo_set_line_width(context_, 2.5);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(context_);
    for (std::size_t i = 0; i < points_.size(); ++i)
      cairo_line_to(context_, x_of(i), y_of(static_cast<double>(points_[i].total)));
    cairo_stroke(context_);
    const std::size_t last = points_.size() - 1;
    const double x = x_of(last), y = y_of(static_cast<double>(points_[last].total));
    cairo_new_path(context_);
    cairo_arc(context_, x, y, 4, 0, 2 * M_PI);
    cairo_fill(context_);
    const auto words = worded_number(points_[last].total, language_);
    const double room = 10.0 * static_cast<double>(words.size()) + 6;
    set_color(context_, paper);  // no line of the scale runs through the figure
    cairo_rectangle(context_, x - room / 2, y - 25, room, 19);
    cairo_fill(context_);
    put(words, x, y - 16, 0.5, sum, 16, true);
  }

  void goal_line() {
    if (!goal_) return;
    const auto words =
        std::string(print_words(language_).goal) + ": " + worded_number(*goal_, language_);
    if (!goal_in_reach_) {
      put("↑ " + words, left, top - 11, 0, ink);
      return;
    }
    const double dashes[] = {4, 4};
    set_color(context_, ink);
    cairo_set_line_width(context_, 1);
    cairo_set_dash(context_, dashes, 2, 0);
    cairo_move_to(context_, left, y_of(*goal_));
    cairo_line_to(context_, width - right, y_of(*goal_));
    cairo_stroke(context_);
    put(words, left, y_of(*goal_) - 11, 0, ink);
  }

  cairo_t* context_;
  std::vector<Point> points_;
  std::optional<int> goal_;
  bool goal_in_reach_ = false;
  std::string language_;
  double most_total_ = 1, most_day_ = 0, step_ = 1, top_value_ = 1;
};

}  // namespace

std::string chart_png(const std::vector<Day>& days, std::optional<int> goal,
                      std::string_view language) {
  auto points = points_of(days);
  if (points.empty()) return {};
  const Surface surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(width * scale), static_cast<int>(height * scale)));
  const Context context(cairo_create(surface.get()));
  cairo_scale(context.get(), scale, scale);
  Chart(context.get(), std::move(points), goal, language).draw();
  std::string png;
  cairo_surface_write_to_png_stream(surface.get(), append_octets, &png);
  return png;
}

}  // namespace undersigned::letter
