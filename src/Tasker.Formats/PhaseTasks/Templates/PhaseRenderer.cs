using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Formats.PhaseTasks.Templates;

/// <summary>
/// Fills in the prompts of phase tasks from what the run knows at that moment. Handlebars is loaded when a text needs it.
/// </summary>
/// <param name="time">The clock that the helper <c>timestamp</c> tells.</param>
public sealed class PhaseRenderer(TimeProvider time) : ITextRenderer
{
    private readonly Lazy<Engine> _engine = new(() => new Engine(time));

    /// <inheritdoc/>
    public TextSyntax Syntax => TextSyntax.Handlebars;

    /// <inheritdoc/>
    public RenderedText Render(RunState run, int node, string text)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(text);
        var hasBriefing = text.EndsWith(PromptTemplate.Briefing, StringComparison.Ordinal);
        var head = hasBriefing ? text[..^PromptTemplate.Briefing.Length] : text;
        var (rendered, warning) = head.Contains(PromptTemplate.Open, StringComparison.Ordinal) ? Fill(run, node, head) : (head, null);
        return new RenderedText(hasBriefing ? rendered + Briefing.Of(run, node) : rendered, "", warning is null ? [] : [warning]);
    }

    /// <summary>What is wrong with a template, as a clause; null when nothing is.</summary>
    public string? ProblemOf(string text) => Problem(text);

    private (string Text, string? Warning) Fill(RunState run, int node, string text) => _engine.Value.Fill(text, run, node);

    private string? Problem(string text) => _engine.Value.Problem(text);

    /// <summary>What names types of the package: this class is loaded when the first text needs it, and with it the package.</summary>
    private sealed class Engine(TimeProvider time)
    {
        private readonly HandlebarsEngine _handlebars = new(time);

        public (string Text, string? Warning) Fill(string text, RunState run, int node) =>
            _handlebars.Fill(text, () => TemplateModel.Of(run, node));

        public string? Problem(string text) => _handlebars.Problem(text);
    }
}
