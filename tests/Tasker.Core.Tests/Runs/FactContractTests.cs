using System.Buffers;
using System.Reflection;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Testing;

namespace Tasker.Core.Tests.Runs;

/// <summary>
/// What is stored is a promise: every fact with its fields and its bytes is one contract, so that a change of it is seen.
/// </summary>
public sealed class FactContractTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Value.Map Values = Value.Map.From(
    [
        new("text", Value.Of("naïve ☂")), new("number", Value.Of(1.5)), new("yes", Value.True), new("none", Value.None),
        new("list", new Value.List([Value.Of("a"), Value.Of(2)])),
    ]);

    /// <summary>One of every kind, and each further form that its bytes can take.</summary>
    private static readonly RunFact[] Samples =
    [
        new RunFact.RunCreated("r1", "0123456789abcdef", Values, null, At),
        new RunFact.RunCreated("r2", "0123456789abcdef", Value.Map.Empty, "r1", At),
        new RunFact.Adopted(1, Values, "r1", At),
        new RunFact.GroupStarted(300, At),
        new RunFact.FannedOut(2, [Value.Of("a"), Value.Of(2)], At),
        new RunFact.NodesAdded(0, [new StepSpec { Id = "late", Action = new StepAction.Wait(TimeSpan.FromSeconds(1)) }], At),
        new RunFact.Skipped(3, SkipReason.ByHand, "ada", At),
        new RunFact.AttemptStarted(4, 2, At),
        new RunFact.AttemptBegan(4, 2, "pid=7;start=9;boot=b", At),
        new RunFact.AttemptReady(4, 2, At),
        new RunFact.AttemptStopping(4, 2, StopCause.NoLongerNeeded, At),
        new RunFact.AttemptEnded(4, 2, AttemptEnd.Done, null, At),
        new RunFact.AttemptEnded(4, 2, AttemptEnd.DoneInProcess, null, At),
        new RunFact.AttemptEnded(4, 2, AttemptEnd.Done with { Outputs = Values, Usage = new AgentUsage(1200, 340, 0.0125m) }, null, At),
        new RunFact.AttemptEnded(4, 2, AttemptEnd.Failure("no") with { ExitCode = 75 }, At.AddSeconds(90), At),
        new RunFact.AttemptEnded(4, 2, new AttemptEnd(AttemptOutcome.Lost, null, 9, "", Value.Map.Empty), null, At),
        new RunFact.GroupStopping(0, StopCause.Failure, 4, Force: false, At),
        new RunFact.GroupStopping(0, StopCause.Aborted, -1, Force: true, At),
        new RunFact.GroupEnded(5, Succeeded: true, "", null, At),
        new RunFact.GroupEnded(5, Succeeded: false, "Failed: a.", At.AddSeconds(90), At),
        new RunFact.RetryAsked(4, "ada", At),
        new RunFact.Paused("ada", At),
        new RunFact.Resumed("ada", At),
        new RunFact.Asked(6, 1, "Publish 1.2?", At),
        new RunFact.Answered(6, 1, Approved: true, "ada", "looks good", At),
        new RunFact.CheckpointMade("half", At),
        new RunFact.Restored("half", At),
        new RunFact.MonitorChecked(4, 2, "errors", MonitorOutcome.Alert, "3 errors", At),
        new RunFact.AbortAsked("ada", "no money left", At),
        new RunFact.RunEnded(RunStatus.Failed, "Failed: a.", At),
    ];

    [Fact]
    public void Every_fact_is_stored_as_the_contract_says()
    {
        var text =
            new StringBuilder(
                "# Facts as they are stored: kind, fields in their order, and the bytes of a sample.\n# What stands here is in journals; "
                    + "it may be added to, and never changed.\n\n");
        foreach (var fact in Samples)
        {
            text.Append($"{FactCodec.NameOf(fact)} {Fields(fact)}\n  {Convert.ToHexStringLower(Encode(fact))}\n");
        }

        Type[] types = [typeof(SkipReason), typeof(StopCause), typeof(MonitorOutcome), typeof(AttemptOutcome), typeof(RunStatus)];
        foreach (var type in types)
        {
            var values = Enum.GetValues(type).Cast<object>().Select(v => $"{v} {Convert.ToInt32(v, null)}");
            text.Append($"\n{type.Name}: {string.Join(", ", values)}\n");
        }

        Contract.Match("journal.txt", text.ToString());
    }

    [Fact]
    public void Every_kind_of_fact_has_a_sample()
    {
        var kinds = typeof(RunFact).GetNestedTypes(BindingFlags.Public).Where(t => t.IsSubclassOf(typeof(RunFact))).Select(t => t.Name);

        Assert.Equal(kinds.Order(StringComparer.Ordinal), Samples.Select(f => f.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_contract_holds_is_read_as_what_was_written()
    {
        var read = RepositoryFiles.Lines("contracts/journal.txt").Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => Assert.Single(FactCodec.Decode(Convert.FromHexString(line.Trim())))).ToArray();

        Assert.Equal(Samples.Select(f => Convert.ToHexStringLower(Encode(f))), read.Select(f => Convert.ToHexStringLower(Encode(f))));
        Assert.Equal(Samples.Select(Plain), read.Select(Plain));
    }

    private static string Fields(RunFact fact) =>
        string.Join(' ', fact.GetType().GetConstructors()[0].GetParameters().Select(p => $"{Name(p.ParameterType)}:{p.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(',', type.GenericTypeArguments.Select(Name))}>"
        : type.Name;

    /// <summary>A record prints its fields; those that hold many print their type, which the bytes make up for.</summary>
    private static string Plain(RunFact fact) => fact.ToString();

    private static byte[] Encode(RunFact fact)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactCodec.Encode([fact], buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
