using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.Settings;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Projects;

/// <summary>A project: the folder that plans, settings, runs and logs lie in. Making one touches nothing.</summary>
/// <param name="Root">The project root; absolute.</param>
internal sealed record Project(string Root)
{
    private const string Folder = ".tasker";

    /// <summary>Where runs and logs are kept.</summary>
    public string StateFolder => Path.Combine(Root, Folder);

    /// <summary>The journal.</summary>
    public string StorePath => Path.Combine(StateFolder, "tasker.db");

    /// <summary>Logs, one folder a run.</summary>
    public string LogFolder => Path.Combine(StateFolder, "logs");

    /// <summary>Answers of agents that may be given again.</summary>
    public string AnswerFolder => Path.Combine(StateFolder, "answers");

    /// <summary>The settings file, which need not be there.</summary>
    public string SettingsPath => Path.Combine(Root, ProjectSettingsReader.FileName);

    /// <summary>
    /// The project that a plan belongs to: the nearest folder upwards with a <c>tasker.yaml</c>, not beyond the repository that the plan
    /// lies in; without one the plan's own folder. A plan with <c>.claude/</c> beside it is a project of its own.
    /// </summary>
    /// <remarks>That runs are kept somewhere above means nothing: whoever runs a plan at home does not adopt all that lies below.</remarks>
    /// <param name="plan">The plan's file; absolute.</param>
    public static Project OfPlan(string plan)
    {
        var own = Path.GetDirectoryName(plan)!;
        for (var at = own; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, ProjectSettingsReader.FileName)))
            {
                return new Project(at);
            }

            if (Path.Exists(Path.Combine(at, ".git")) || (at == own && Directory.Exists(Path.Combine(at, ".claude"))))
            {
                break;
            }
        }

        return new Project(own);
    }

    /// <summary>The project whose runs are meant in a folder: the nearest folder upwards with <c>.tasker/</c> or <c>tasker.yaml</c>, else the folder itself.</summary>
    public static Project Around(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(Path.Combine(at, Folder)) || File.Exists(Path.Combine(at, ProjectSettingsReader.FileName)))
            {
                return new Project(at);
            }
        }

        return new Project(folder);
    }

    /// <summary>The project of a command about runs.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="folder">The folder that somebody named; null: the current one.</param>
    public static Project Of(Session session, string? folder)
    {
        var full = folder is null ? session.Directory : session.FullPath(folder);
        return Directory.Exists(full) ? Around(full) : throw new CommandException(ExitCode.WrongInput, $"There is no folder '{folder}'.");
    }

    /// <summary>What <c>tasker.yaml</c> says; the defaults when there is none.</summary>
    public ParseResult<ProjectSettings> ReadSettings(Session session)
    {
        byte[] bytes;
        var shown = session.ShortPath(SettingsPath);
        try
        {
            // What has no length is not opened: a pipe would wait for somebody who writes.
            bytes = new FileInfo(SettingsPath).Length == 0 ? [] : File.ReadAllBytes(SettingsPath);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ParseResult<ProjectSettings>(ProjectSettings.Default, []);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return new ParseResult<ProjectSettings>(
                null, [new Diagnostic("TSK5010", Severity.Error, new Place(shown), closed.Message, "The settings of the project are needed.", "Make the file readable.")]);
        }

        return ProjectSettingsReader.Read(shown, bytes);
    }

    /// <summary>A file as runs name it: from the root, with <c>/</c>.</summary>
    public string Below(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>What a command about its runs needs besides, for hints: nothing, or <c>-C folder</c> where the current folder means another project.</summary>
    public string Hint(Session session) =>
        Around(session.Directory).Root == Root ? "" : $" -C {ShellWord.Of(session.ShortPath(Root))}";

    /// <summary>Opens the journal. The file is touched when it is first used.</summary>
    public SqliteJournal OpenJournal(TimeProvider time) => new(StorePath, time, Executors.Processes.OwnerProcess.IsAlive);
}
