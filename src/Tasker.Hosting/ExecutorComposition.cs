using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tasker.Engine.Control;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Executors.InProcess;
using Tasker.Executors.Monitors;
using Tasker.Executors.Processes;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Formats.Settings;
using Tasker.Storage.Memory;
using Tasker.Storage.Sqlite;

namespace Tasker.Hosting;

/// <summary>Puts the engine of a program together: journal, executors, settings.</summary>
internal sealed partial class ExecutorComposition : IAsyncDisposable
{
    private const string StateFolder = ".tasker";

    private readonly TaskExecutorOptions _options;
    private readonly string _root;
    private readonly string? _store;
    private readonly ProjectSettings _settings;
    private readonly PhaseSettings _phases;
    private readonly DefinitionCache _definitions = new();
    private readonly ProcessHost _host;
    private readonly AgentExecutor _agents;

    public ExecutorComposition(TaskExecutorOptions options)
    {
        (_options, _root) = (options, Path.GetFullPath(options.Root));
        _settings = AgentExecutor.With(ReadSettings(_root), options.Agents);
        _phases = Limited(_settings.Phases, options);
        _store = options.HistoryStore is { } store ? Path.Combine(_root, store) : null;
        Journal = _store is null ? new MemoryJournal(options.Time, OwnerProcess.IsAlive)
            : new SqliteJournal(_store, options.Time, OwnerProcess.IsAlive);
        _host = ProcessHost.Create(options.Time);
        _agents = new AgentExecutor(
            _host, _settings,
            new AgentExecutorOptions { CacheFolder = Path.Combine(_root, StateFolder, "answers"), InProcess = [.. options.Agents] });
    }

    public IJournal Journal { get; }

    public TaskParser Parser(IEnumerable<string> types) =>
        new(_root, ["noop", .. types], AgentCatalog.Read(_root, _settings), _settings.Pools, _phases, _options.Time)
        {
            Definitions = _definitions,
        };

    public EngineParts Parts(ImmutableDictionary<string, StepHandler> strategies, ExecutionView view) => new()
    {
        Journal = Journal,
        Executors = [new ProcessExecutor(_host), _agents, new HandlerExecutor(strategies)],
        Monitors = new MonitorRunner(_host),
        Projections = [view],
        Renderers = [new PhaseRenderer(_options.Time)],
        Owner = OwnerProcess.Current(),
        Bell = _store is null ? null : new SocketBell(_store),
        Time = _options.Time,
        Report = text => Told(_options.Logger, text),
        Options = new EngineOptions
        {
            Root = _root,
            LogFolder = Path.Combine(_root, StateFolder, "logs"),
            Grace = _settings.Grace,
            LogLimit = _settings.LogLimit,
            SecretNames = [.. _settings.Secrets],
        },
    };

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        _host.Dispose();
    }

    private static PhaseSettings Limited(PhaseSettings settings, TaskExecutorOptions options) => settings with
    {
        MaxConcurrent = options.MaxConcurrentPhases ?? settings.MaxConcurrent,
        MaxExecutionTime = options.MaxExecutionTime is { } most && !(settings.MaxExecutionTime < most) ? most : settings.MaxExecutionTime,
    };

    private static ProjectSettings ReadSettings(string root)
    {
        var path = Path.Combine(root, ProjectSettingsReader.FileName);
        if (!File.Exists(path))
        {
            return ProjectSettings.Default;
        }

        var read = ProjectSettingsReader.Read(ProjectSettingsReader.FileName, File.ReadAllBytes(path));
        return read.IsUsable ? read.Value : throw new TaskDefinitionException(read.Diagnostics);
    }

    [LoggerMessage(EventId = 6000, Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Told(ILogger logger, string text);
}
