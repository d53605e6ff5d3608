using System.Collections.Immutable;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What a step does. A closed family; texts may hold <c>${{ … }}</c> templates, filled in just before an attempt.</summary>
public abstract record StepAction
{
    private StepAction()
    {
    }

    /// <summary>True for what the rules of a run begin and end themselves; no executor does it.</summary>
    public bool IsDoneByRules => this is Check or Wait or Approve or Note or Aggregate;

    /// <summary>
    /// How the texts for an agent or a registered type are filled in: its prompt, what it is given. Others know expressions only.
    /// </summary>
    public TextSyntax Syntax { get; init; }

    /// <summary>Runs a command; exit code 0 is success.</summary>
    public sealed record Run(CommandSpec Command) : StepAction;

    /// <summary>Asks an agent.</summary>
    /// <param name="Name">The agent, as <c>tasker.yaml</c> or the front matter of an agent file names it; empty: the default agent.</param>
    /// <param name="Prompt">What it is asked.</param>
    /// <param name="Skills">Skills that it must be handed, by name.</param>
    /// <param name="Model">The model it should use; null: the agent's own choice.</param>
    /// <param name="Env">Environment besides that of the workflow.</param>
    /// <param name="Schema">The JSON Schema that its answer must keep to (see <c>JsonSchema</c>); null: that of the agent, or none.</param>
    public sealed record Agent(
        string Name,
        string Prompt,
        ImmutableArray<string> Skills,
        string? Model,
        ImmutableSortedDictionary<string, string> Env,
        Value? Schema = null) : StepAction;

    /// <summary>Evaluates an expression; true is success.</summary>
    /// <param name="Expression">The expression.</param>
    /// <param name="Message">What to tell when it is false; empty: the expression itself.</param>
    public sealed record Check(string Expression, string Message = "") : StepAction;

    /// <summary>Waits; holds no process while it does.</summary>
    public sealed record Wait(TimeSpan Duration) : StepAction;

    /// <summary>Waits until a person approves; a refusal is a failure.</summary>
    public sealed record Approve(string Message) : StepAction;

    /// <summary>Does nothing; that it was come by is recorded.</summary>
    /// <param name="Text">What was noted; plain text.</param>
    /// <param name="IsUnproven">True for a statement that nobody has checked: it is told as a warning, and its output <c>proven</c> is
    /// false.</param>
    public sealed record Note(string Text, bool IsUnproven = false) : StepAction;

    /// <summary>Puts together what agents answered; see <c>Answers.Aggregates</c> for the types.</summary>
    /// <param name="Type"><c>responses</c>, <c>consensus</c>, <c>summary</c>, <c>vote</c> or <c>judgement</c>; a step of another type
    /// fails.</param>
    /// <param name="Of">Full ids of the agent steps, in the order in which their answers are told. It does not wait for them: that is what
    /// needs are for.</param>
    /// <param name="Quorum">How many must have answered, or the step fails: 1 or more is a number of agents, less a share of those asked; 0
    /// for none.</param>
    public sealed record Aggregate(string Type, ImmutableArray<string> Of, double Quorum = 0) : StepAction;

    /// <summary>A type of step that was registered with the engine.</summary>
    /// <param name="Type">Its registered name.</param>
    /// <param name="With">What it is given.</param>
    public sealed record Custom(string Type, Value.Map With) : StepAction;
}

/// <summary>How a text is filled in from what a run knows.</summary>
public enum TextSyntax
{
    /// <summary>Expressions in <c>${{ … }}</c>.</summary>
    Expressions,

    /// <summary>
    /// A Handlebars template, <c>{{ … }}</c>, as the front door that wrote it understands it. <c>${{</c> is plain text in it.
    /// </summary>
    Handlebars,
}

/// <summary>A command. Exactly one of <see cref="Line"/> and <see cref="Arguments"/> is given.</summary>
public sealed record CommandSpec
{
    /// <summary>
    /// One line or script as people type it. It is executed directly when it is a plain command, else by <c>sh -c</c>;
    /// a template in it reaches a shell as an environment variable, never as text of the script.
    /// </summary>
    public string? Line { get; init; }

    /// <summary>Program and arguments, executed directly; a template fills in part of one argument.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Environment besides that of the workflow; values may hold templates.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Names of variables of Tasker's own environment that are passed on besides the standard ones.</summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>Folder below the project root; empty: the root.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>A command line as people type it.</summary>
    public static CommandSpec Shell(string line) => new() { Line = line };

    /// <summary>A program with its arguments.</summary>
    public static CommandSpec Exec(params ImmutableArray<string> arguments) => new() { Arguments = arguments };
}
