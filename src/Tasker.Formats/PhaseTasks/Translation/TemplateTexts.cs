using System.Text.RegularExpressions;
using Tasker.Core.Diagnostics;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>Texts that are templates: which inputs they read, and whether they can be read.</summary>
internal sealed partial class TemplateTexts(Func<string, string?>? problem, DiagnosticBag bag)
{
    /// <summary>The inputs that templates read, with the place of the text.</summary>
    public Dictionary<string, Place> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes what a text reads, and tells when it is broken: it is then passed on as it is.</summary>
    public void Look(PlacedText text)
    {
        if (!text.Text.Contains(PromptTemplate.Open, StringComparison.Ordinal))
        {
            return;
        }

        foreach (Match input in InputPattern().Matches(text.Text))
        {
            Inputs.TryAdd(input.Groups[1].Value, text.Where.Inside(text.Text, input.Index));
        }

        if (!Names().IsMatch(text.Text) && problem?.Invoke(text.Text) is { } why)
        {
            bag.Warning(
                PhaseCodes.BrokenTemplate, text.Where.Inside(text.Text, text.Text.IndexOf(PromptTemplate.Open, StringComparison.Ordinal)),
                $"The template '{Excerpt.Of(text.Text)}' cannot be read: {why}.", "The text is passed on as it is.",
                "Close every '{{' with '}}' and every block with its end.");
        }
    }

    [GeneratedRegex(@"(?<=\{\{[^}]{0,200}?)\binput\.([A-Za-z_][\w-]*)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InputPattern();

    /// <summary>Nothing but names in braces: always sound.</summary>
    [GeneratedRegex(@"^(?:[^{]|\{(?!\{)|\{\{\s*[A-Za-z_][\w.\-]*\s*\}\})*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Names();
}
