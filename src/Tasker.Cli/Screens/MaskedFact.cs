using Tasker.Core.Runs;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>A fact fit to be shown. What executors report was masked before it was journalled; what the rules fill in is masked here.</summary>
internal static class MaskedFact
{
    /// <summary>The fact without secrets.</summary>
    public static RunFact Of(RunFact fact, SecretMask mask) =>
        fact is RunFact.Asked asked ? asked with { Question = mask.Apply(asked.Question) } : fact;
}
