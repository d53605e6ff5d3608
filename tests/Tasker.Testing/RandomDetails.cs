using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Testing;

/// <summary>Draws what steps do and what is told about them.</summary>
internal sealed class RandomDetails(Random random)
{
    private static readonly string[] Texts =
    [
        "", "plain", "two words", "quote \" and \\", "a\nb\r\n\tc", "<&>'", "über 日本 😀", "\u0001\u007f\u2028",
        "${{ inputs.n }} of ${{ inputs.list }}",
    ];

    private static readonly string[] Lines =
        ["true", "make -j2 all", "cat a | sort > b", "echo ${{ inputs.n }} \"${{ run.id }}\"", "cd src && ./build.sh\nexit 3"];

    private static readonly string[] Aggregated = ["consensus", "summary", "vote", "of no known type"];

    public string Text() => Texts[random.Next(Texts.Length)];

    public StepAction Action(bool all, bool details) => (all ? random.Next(12) : 0) switch
    {
        10 => new StepAction.Note(Text(), random.Next(2) == 0),
        11 => new StepAction.Aggregate(Aggregated[random.Next(details ? 4 : 3)], [], random.Next(3) / 2.0),
        6 => Agent(details),
        7 => random.Next(2) == 0 ? new StepAction.Check("inputs.n == 3") : new StepAction.Check("inputs.flag", "The flag is off."),
        8 => random.Next(2) == 0 ? new StepAction.Wait(TimeSpan.FromSeconds(random.Next(1, 100))) : new StepAction.Approve("Go on?"),
        9 => new StepAction.Custom("noop", details ? Map() : Value.Map.Empty),
        _ => new StepAction.Run(details ? Command() : CommandSpec.Shell("true")),
    };

    private StepAction.Agent Agent(bool details)
    {
        var env = details ? Env() : ImmutableSortedDictionary<string, string>.Empty;
        var agent = new StepAction.Agent(
            details ? Text() : "coder", "Do it: ${{ inputs.list }}", details ? ["one", "two"] : [], random.Next(2) == 0 ? "large" : null,
            env,
            details && random.Next(2) == 0 ? ValueJson.Read("""{"type":"object","required":["verdict"]}""") : null);
        return random.Next(2) == 0 ? agent : agent with { Syntax = TextSyntax.Handlebars };
    }

    public CommandSpec Command()
    {
        var command = random.Next(2) == 0
            ? CommandSpec.Shell(Lines[random.Next(Lines.Length)])
            : CommandSpec.Exec("tool", Text(), "--n=${{ inputs.n }}");
        return random.Next(2) == 0 ? command : command with
        {
            Env = Env(),
            PassEnv = ["LANG"],
            WorkingDirectory = random.Next(2) == 0 ? "" : "sub/dir",
        };
    }

    public ImmutableSortedDictionary<string, string> Env() =>
        ImmutableSortedDictionary<string, string>.Empty.Add("MODE", Text()).Add("A_" + random.Next(9), "${{ inputs.n }}");

    public ImmutableSortedDictionary<string, string> Labels() =>
        ImmutableSortedDictionary<string, string>.Empty.Add("line", random.Next(100).ToString()).Add("note", Text());

    public ImmutableArray<MonitorSpec> Monitors() => random.Next(5) > 0 ? [] :
    [
        new MonitorSpec("watch", Command(), TimeSpan.FromSeconds(60), random.Next(2) == 0 ? "ERROR|nan" : null,
            random.Next(2) == 0 ? 0 : null, TimeSpan.FromSeconds(30)),
    ];

    public ImmutableArray<OutputSpec> Outputs() => random.Next(3) > 0 ? [] :
    [
        new OutputSpec("file", OutputKind.File, "out/${{ inputs.n }}/*.txt"), new OutputSpec("text", OutputKind.Stdout),
        new OutputSpec("said", OutputKind.Reported),
    ];

    private Value.Map Map() => Value.Map.From(
    [
        new("z", Value.Of(random.Next(-5, 5) / 4.0)), new("a", Value.Of(Text())),
        new("list", new Value.List([Value.True, Value.None, Value.Of(1e21)])),
        new("map", Value.Map.Empty.With("deep", Value.False)),
    ]);
}
