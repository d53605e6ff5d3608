using System.CommandLine;
using System.CommandLine.Help;
using Tasker.Cli.Commands.Planning;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands;

/// <summary>All commands. Only the one that is asked for is built with its options; the others are a name and a sentence.</summary>
internal static class CommandTree
{
    private static readonly CommandEntry[] Entries =
    [
        new("run", "Run a plan: a workflow file, a folder with one, a SPEC.md, a folder of tasks, or a task of phases.", RunCommand.Fill),
        new("do", "Do steps of a SPEC.md: 3, 1-5, continue, all.", DoCommand.Fill),
        new("orchestrate", "Run what is not completed of a folder of task files.", OrchestrateCommand.Fill),
        new("progress", "Show how far a folder of task files is, by phase.", ProgressCommand.Fill),
        new("validate", "Check a plan and tell everything that is wrong with it; run nothing.", (command, session, arguments) =>
        {
            ValidateCommand.Fill(command, session);
            GateCommands.Fill(command, session, arguments);
        }),
        new("graph", "Draw a plan or a run as mermaid, dot, svg or json; run nothing.", GraphCommand.Fill),
        new("explain", "Tell why a step is as it is: what it waits for, why it failed.", ExplainCommand.Fill),
        new("schema", "Write the JSON Schema of workflow files, of tasker.yaml, or of a file of a plan.", SchemaCommand.Fill),
        new("init", "Write a small workflow and settings to begin with.", InitCommand.Fill),
        new("doctor", "Check what Tasker needs here, and what was left behind; repair the state of a plan.", DoctorCommand.Fill),
        new("completion", "Write the completion script of a shell.", CompletionCommand.Fill),
        new("runs", "List, watch and steer runs.", Runs.RunsCommand.Fill),
        new("specify", "Make a specification: an interview, with agents that ask and write.", SpecifyCommand.Fill),
        new("plan", "Have agents make a plan from a specification, phase by phase.", PlanCommand.Fill),
        new("execute", "Have the tasks of a plan done by agents, checked and committed.", ExecuteCommand.Fill),
        new("state", "Read and change the state of a plan made from a specification.", StateCommand.Fill),
        new("bundle", "Make and check what the executors of tasks are given.", BundleCommand.Fill),
        new("fsm", "Make, draw and check state machines of a specification.", FsmCommand.Fill),
        new("spec", "Review a specification before it is planned; make one step by step.", SpecCommand.Fill),
        new("transform", "Make issues of the tasks of a plan, in the issue tracker 'bd'.", TransformCommand.Fill),
        new("evaluate", "Report how a plan and its execution went: tasks, verification, cost, failures.", EvaluateCommand.Fill),
        new("archive", "Keep plans and executions, list them, put plans back.", ArchiveCommand.Fill),
        new("hook", "What coding agents call by themselves: commits after tasks, tokens of sessions.", HookCommand.Fill),
        new("prompt", "Write what an agent of a plan is to be told, for those who start agents themselves.", PromptCommand.Fill),
        new("plugin", "Put commands, agents and hooks for coding agents into a project, or write them as a plugin.", PluginCommand.Fill),
        new("tui", "Show a plan and the runs of its project live: tasks, work, gates, cost, events.", TuiCommand.Fill),
        new("stop", "Ask the execution of a plan to stop: what runs ends, nothing new starts.", HaltCommands.FillStop),
        new("resume", "Take the request to stop a plan back.", HaltCommands.FillGoOn),
        new("log-activity", "Add a line about what an agent did to the log of a plan.", LogActivityCommand.Fill),
        new("init-dirs", "Make the folders of a plan where they are not there.", InitFoldersCommand.Fill),
        new("shim", "Call a command by the script of another program of this format, such as state.py.", ShimCommand.Fill),
        new("ensure-git", "Make a git repository where there is none.", EnsureGitCommand.Fill),
    ];

    /// <summary>The names of all commands.</summary>
    public static IEnumerable<string> Names => Entries.Where(e => !e.IsHidden).Select(e => e.Name);

    /// <summary>The root command for these arguments.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="arguments">As typed; null builds everything.</param>
    public static Command Build(Session session, string[]? arguments)
    {
        var root = new Command("tasker", "Runs plans of work written as plain files, and can prove what happened.") { new HelpOption { Description = "Show this help." } };
        root.Options.Add(new Option<bool>("--version") { Description = "Show the version." });
        foreach (var entry in Entries)
        {
            var command = new Command(entry.Name, entry.Description) { Hidden = entry.IsHidden };
            if (arguments is null || Array.IndexOf(arguments, entry.Name) >= 0)
            {
                entry.Fill(command, session, arguments);
            }

            root.Subcommands.Add(command);
        }

        return root;
    }

    private sealed record CommandEntry(string Name, string Description, Action<Command, Session, string[]?> Fill, bool IsHidden = false)
    {
        public CommandEntry(string name, string description, Action<Command, Session> fill)
            : this(name, description, (command, session, _) => fill(command, session))
        {
        }
    }
}
