using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>retry</c>: a number of attempts, or a map that says more.</summary>
internal static class RetryReader
{
    private const int MostAttempts = 1000;

    private static readonly RetryPolicy Usual = RetryPolicy.Times(1, TimeSpan.FromSeconds(1));

    /// <summary>The policy under a key; null when the key is not there or cannot be read, which is told.</summary>
    public static RetryPolicy? Read(YamlFields fields, string key = "retry")
    {
        switch (fields.Node(key))
        {
            case null:
                return null;
            case YamlNode.Scalar:
                return fields.Integer(key, 1, MostAttempts) is { } attempts ? Usual with { MaxAttempts = attempts } : null;
        }

        if (fields.Fields(key, WorkflowKeys.Retry) is not { } retry)
        {
            return null;
        }

        if (!retry.Has("attempts"))
        {
            fields.Bag.Error(TextCodes.MissingKey, retry.Place, "'retry' has no 'attempts'.", "It needs one.",
                "Write how often the step is tried in all, such as 'attempts: 3'.");
        }

        var delay = retry.Duration("delay", zero: true) ?? Usual.FirstDelay;
        var longest = retry.Duration("max-delay");
        if (longest < delay)
        {
            fields.Bag.Error(
                TextCodes.KeysClash, retry.PlaceOf("max-delay"), "'max-delay' is shorter than 'delay'.",
                "It is the longest wait between two attempts.", "Make it longer, or remove it.");
        }

        return new RetryPolicy(
            retry.Integer("attempts", 1, MostAttempts) ?? 1,
            delay,
            longest ?? (delay > Usual.MaxDelay ? delay : Usual.MaxDelay),
            retry.Number("factor", 1, 10) ?? Usual.Factor,
            retry.Number("jitter", 0, 1) ?? Usual.Jitter,
            ExitCodes(retry));
    }

    private static ImmutableArray<int> ExitCodes(YamlFields retry)
    {
        var codes = retry.Node("on-exit") switch
        {
            null => [],
            YamlNode.List list => list.Items,
            var one => [one],
        };
        return [.. codes.Select(code => YamlShapes.Integer(code, "An exit code of 'on-exit'", 1, 255, retry.Bag)).OfType<int>()];
    }
}
