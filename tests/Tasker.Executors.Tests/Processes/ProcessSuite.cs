using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Executors.Processes;
using Tasker.Testing.Conformance;

namespace Tasker.Executors.Tests.Processes;

/// <summary>What holds however processes are started.</summary>
public abstract partial class ProcessSuite(PlatformKind kind) : ExecutorConformance
{
    private ProcessHost? _host;
    private ProcessExecutor? _executor;

    protected PlatformKind Kind => kind;

    internal ProcessHost Host => _host ??= Platforms.Host(kind, Time);

    protected override IExecutor Executor => _executor ??= new ProcessExecutor(Host);

    protected override StepAction Succeeding => Shell("echo done");

    protected override StepAction Failing => Shell("exit 3");

    protected override string? Written => "done\n";

    protected override StepAction Enduring(string pipe) => Shell($"echo up > {pipe}; exec sleep 1000");

    protected static StepAction Shell(string line) => new StepAction.Run(CommandSpec.Shell(line));

    protected static StepAction Exec(params string[] arguments) => new StepAction.Run(CommandSpec.Exec([.. arguments]));

    protected static string Log(AttemptOrder order) => File.ReadAllText(order.LogPath);

    protected override void Dispose(bool disposing)
    {
        _host?.Dispose();
        base.Dispose(disposing);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("false", 1)]
    public async Task The_exit_code_is_the_real_one(string line, int code)
    {
        var end = await RunAsync(Place.Order(line));

        Assert.Equal((AttemptOutcome.Failed, code, null), (end.Outcome, end.ExitCode, end.Signal));
        Assert.Equal($"Exit code {code}.", end.Message);
    }

    [Fact]
    public async Task A_success_without_outputs_is_one_and_the_same_object()
    {
        Assert.Same(AttemptEnd.Done, await RunAsync(Place.Order("true")));
        Assert.False(Recorder.HasBegun);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        var order = Place.Order(Exec("printf", "%s|", "a b", "$HOME", "`id`", "'\"", "ä\n", ""));

        await RunAsync(order);

        Assert.Equal("a b|$HOME|`id`|'\"|ä\n||", Log(order));
    }

    [Fact]
    public async Task Shell_syntax_is_the_shells()
    {
        var order = Place.Order("for i in 1 2; do echo $i; done | tac && echo \"home: $HOME\"");

        await RunAsync(order);

        Assert.Equal("2\n1\nhome: /home/somebody\n", Log(order));
    }

    [Fact]
    public async Task A_shells_own_commands_work_as_lines()
    {
        var end = await RunAsync(Place.Order("exit 4"));

        Assert.Equal(4, end.ExitCode);
    }

    [Fact]
    public async Task Both_streams_are_in_the_log_in_the_order_of_writing()
    {
        var order = Place.Order("echo 1; echo 2 >&2; echo 3");

        await RunAsync(order);

        if (kind is PlatformKind.Piped)
        {
            Assert.Equal(["1", "2", "3"], Log(order).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }
        else
        {
            Assert.Equal("1\n2\n3\n", Log(order));
        }
    }

    [Fact]
    public async Task Without_a_log_output_is_dropped()
    {
        var end = await RunAsync(Place.Order("echo 1; echo 2 >&2; exit 5") with { LogPath = "" });

        Assert.Equal(5, end.ExitCode);
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        var order = Place.Order("cat; echo end");

        await RunAsync(order);

        Assert.Equal("end\n", Log(order));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_with_what_may_have_been_meant()
    {
        Place.Script("bin/pyhton4", "#!/bin/sh\n");
        var order = Place.Order(Exec("pyhton3")) with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("PATH", "bin:/nowhere"),
        };

        var end = await RunAsync(order);

        Assert.Equal((AttemptOutcome.Failed, 127), (end.Outcome, end.ExitCode));
        Assert.Equal("'pyhton3' was not found on PATH. Did you mean 'pyhton4'?", end.Message);
        Assert.Equal($"[tasker: {end.Message}]\n", Log(order));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_named_with_what_may_have_been_meant()
    {
        Place.Script("tools/build.sh", "#!/bin/sh\n");

        var end = await RunAsync(Place.Order("tools/biuld.sh"));

        Assert.Equal(127, end.ExitCode);
        Assert.Equal($"'tools/biuld.sh' was not found in {Place.Root}. Did you mean 'build.sh'?", end.Message);
    }

    [Fact]
    public async Task A_file_that_may_not_be_executed_is_told_with_the_remedy()
    {
        Place.Write("build.sh", "#!/bin/sh\necho hi\n");

        var end = await RunAsync(Place.Order("./build.sh"));

        Assert.Equal(126, end.ExitCode);
        Assert.Equal("'./build.sh' may not be executed. Run: chmod +x ./build.sh", end.Message);
    }

    [Fact]
    public async Task A_script_without_a_first_line_is_run_by_the_shell()
    {
        Place.Script("build.sh", "echo \"ran with $1\"\n");
        var order = Place.Order("./build.sh speed");

        if (kind is PlatformKind.Piped)
        {
            return; // Windows has no such scripts.
        }

        Assert.Same(AttemptEnd.Done, await RunAsync(order));
        Assert.Equal("ran with speed\n", Log(order));
    }

    [Fact]
    public async Task A_program_that_moved_on_the_path_is_found_again()
    {
        Place.Script("a/tool", "#!/bin/sh\necho first\n");
        Place.Script("b/tool", "#!/bin/sh\necho second\n");
        var path = $"{Place.At("a")}:{Place.At("b")}:/usr/bin:/bin";
        var order = Place.Order("tool") with { Env = Platforms.Environment.ToImmutableSortedDictionary().SetItem("PATH", path) };
        await RunAsync(order);
        File.Delete(Place.At("a", "tool"));

        var end = await RunAsync(order);

        Assert.Same(AttemptEnd.Done, end);
        Assert.Equal("first\nsecond\n", Log(order));
    }

    [Fact]
    public async Task Fifty_megabytes_of_output_hang_nothing_and_leave_head_and_tail()
    {
        var order = Place.Order("echo first; head -c 50000000 /dev/zero | tr '\\0' 'x' | fold -w 99; echo; echo last") with
        {
            LogLimit = 1 << 20,
        };

        var end = await RunAsync(order);

        Assert.Same(AttemptEnd.Done, end);
        var lines = File.ReadAllLines(order.LogPath);
        Assert.Equal("first", lines[0]);
        Assert.Equal("last", lines[^1]);
        Assert.InRange(new FileInfo(order.LogPath).Length, 900_000, 1 << 20);
        var note = Assert.Single(lines, l => l.StartsWith("[tasker: ", StringComparison.Ordinal));
        Assert.Matches(@"^\[tasker: \d{8} bytes cut here\]$", note);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_a_failure_that_says_so()
    {
        var end = await RunAsync(Place.Order("true") with { LogPath = Place.At("no", "such", "folder.log") });

        Assert.Equal((AttemptOutcome.Failed, null), (end.Outcome, end.ExitCode));
        Assert.StartsWith("The log cannot be written: ", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_with_a_nul_character_are_refused_and_not_cut()
    {
        var argument = await RunAsync(Place.Order(Exec("echo", "rm\0-rf")));
        var value = await RunAsync(Place.Order("true") with { Env = ImmutableSortedDictionary<string, string>.Empty.Add("A", "\0") });
        var name = await RunAsync(Place.Order("true") with { Env = ImmutableSortedDictionary<string, string>.Empty.Add("A=B", "c") });

        Assert.Equal("The command holds a NUL character.", argument.Message);
        Assert.Contains("'A' holds a NUL character", value.Message, StringComparison.Ordinal);
        Assert.Contains("'A=B' cannot be the name", name.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_beyond_what_the_system_takes_are_a_failure_that_says_so()
    {
        var end = await RunAsync(Place.Order(Exec("echo", new string('x', 200_000))));

        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.StartsWith("Arguments and environment together are longer", end.Message, StringComparison.Ordinal);
    }
}
