using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>The page of one task or step.</summary>
internal static class PageText
{
    /// <summary>Its lines, none wider than asked for; long ones are broken.</summary>
    public static IEnumerable<string> Lines(DetailPage page, Pen pen, int width)
    {
        yield return TextWidth.Cut($"{pen.Marked(page.Status)} {pen.Ink.Bold($"{SafeText.Of(page.Id)}  {SafeText.Of(page.Title)}")}", width);
        foreach (var section in page.Sections)
        {
            yield return "";
            yield return TextWidth.Cut(pen.Ink.Cyan(section.Heading), width);
            foreach (var row in section.Lines.SelectMany(line => SafeText.Wrap(line, width - 2)))
            {
                yield return $"  {row}";
            }
        }
    }
}
