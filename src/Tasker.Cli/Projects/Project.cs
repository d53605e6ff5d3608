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

    /// <summary>The settings file, which need not be there.</summary>
    public string SettingsPath => Path.Combine(Root, ProjectSettingsReader.FileName);

    /// <summary>The project of a folder: the nearest folder upwards with <c>.tasker/</c> or <c>tasker.yaml</c>, else the folder itself.</summary>
    public static Project Of(string folder)
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
        return Directory.Exists(full) ? Of(full) : throw new CommandException(ExitCode.WrongInput, $"There is no folder '{folder}'.");
    }

    /// <summary>What <c>tasker.yaml</c> says; the defaults when there is none.</summary>
    public ParseResult<ProjectSettings> ReadSettings(Session session)
    {
        byte[] bytes;
        var shown = session.ShortPath(SettingsPath);
        try
        {
            bytes = File.ReadAllBytes(SettingsPath);
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

    /// <summary>Opens the journal. The file is touched when it is first used.</summary>
    public SqliteJournal OpenJournal(TimeProvider time) => new(StorePath, time, Executors.Processes.OwnerProcess.IsAlive);
}
