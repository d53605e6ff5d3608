using System.Collections.Immutable;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What a step does. A closed family; texts may hold <c>${{ … }}</c> templates, filled in just before an attempt.</summary>
public abstract record StepAction
{
    private StepAction()
    {
    }

    /// <summary>Runs a command; exit code 0 is success.</summary>
    public sealed record Run(CommandSpec Command) : StepAction;

    /// <summary>Asks an agent.</summary>
    /// <param name="Name">The agent, as <c>tasker.yaml</c> or the front matter of an agent file names it; empty: the default agent.</param>
    /// <param name="Prompt">What it is asked.</param>
    /// <param name="Skills">Skills that it must be handed, by name.</param>
    /// <param name="Model">The model it should use; null: the agent's own choice.</param>
    /// <param name="Env">Environment besides that of the workflow.</param>
    public sealed record Agent(
        string Name,
        string Prompt,
        ImmutableArray<string> Skills,
        string? Model,
        ImmutableSortedDictionary<string, string> Env) : StepAction;

    /// <summary>Evaluates an expression; true is success.</summary>
    /// <param name="Expression">The expression.</param>
    /// <param name="Message">What to tell when it is false; empty: the expression itself.</param>
    public sealed record Check(string Expression, string Message = "") : StepAction;

    /// <summary>Waits; holds no process while it does.</summary>
    public sealed record Wait(TimeSpan Duration) : StepAction;

    /// <summary>Waits until a person approves; a refusal is a failure.</summary>
    public sealed record Approve(string Message) : StepAction;

    /// <summary>A type of step that was registered with the engine.</summary>
    /// <param name="Type">Its registered name.</param>
    /// <param name="With">What it is given.</param>
    public sealed record Custom(string Type, Value.Map With) : StepAction;
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
