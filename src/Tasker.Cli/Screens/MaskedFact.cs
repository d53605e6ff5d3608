using Tasker.Core.Runs;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>
/// A fact fit to be shown. What executors report was masked before it was journalled; what the rules fill in, and what people say, is masked here.
/// </summary>
internal static class MaskedFact
{
    /// <summary>The fact without secrets.</summary>
    public static RunFact Of(RunFact fact, SecretMask mask) => fact switch
    {
        RunFact.Asked f => f with { Question = mask.Apply(f.Question) },
        RunFact.Answered f => f with { Comment = mask.Apply(f.Comment) },
        RunFact.AbortAsked f => f with { Reason = mask.Apply(f.Reason) },
        RunFact.Skipped f => f with { Note = mask.Apply(f.Note) },
        RunFact.GroupEnded f => f with { Message = mask.Apply(f.Message) },
        RunFact.RunEnded f => f with { Message = mask.Apply(f.Message) },
        _ => fact,
    };
}
