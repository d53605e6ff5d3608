using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Engine.Ports;

/// <summary>
/// Fills in texts of a syntax that Core does not know. Called by the run's own loop just before an attempt; reads the run and nothing else.
/// </summary>
public interface ITextRenderer
{
    /// <summary>The syntax that it fills in.</summary>
    TextSyntax Syntax { get; }

    /// <summary>Fills in a text. Never throws for what the text or the run is.</summary>
    /// <param name="run">The run as it is now.</param>
    /// <param name="node">The step whose text it is.</param>
    /// <param name="text">The text.</param>
    RenderedText Render(RunState run, int node, string text);
}

/// <summary>A text that was filled in.</summary>
/// <param name="Text">The text; null when there is none, and then the attempt fails.</param>
/// <param name="Problem">Why there is no text, as a clause; empty when there is one.</param>
/// <param name="Warnings">What people should see, a sentence each, such as that a broken template was left as it is.</param>
public sealed record RenderedText(string? Text, string Problem, ImmutableArray<string> Warnings);
