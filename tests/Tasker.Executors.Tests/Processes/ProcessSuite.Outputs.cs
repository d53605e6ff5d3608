using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Executors.Tests.Processes;

public abstract partial class ProcessSuite
{
    private static OutputSpec OfFile(string name, string path) => new(name, OutputKind.File, path);

    private static OutputSpec OfStdout(string name) => new(name, OutputKind.Stdout);

    private static OutputSpec Reported(string name) => new(name, OutputKind.Reported);

    [Fact]
    public async Task Promised_files_are_handed_over_by_their_paths()
    {
        var order = Place.Order("mkdir -p out/sub; touch out/a.txt out/b.txt out/sub/c.txt report.md") with
        {
            Outputs = [OfFile("report", "report.md"), OfFile("folder", "out/"), OfFile("flat", "out/*.txt"), OfFile("deep", "**/*.txt")],
        };

        var end = await RunAsync(order);

        Assert.Equal((AttemptOutcome.Succeeded, 0), (end.Outcome, end.ExitCode));
        Assert.Equal(Value.Of(Place.At("report.md")), end.Outputs["report"]);
        Assert.Equal(Value.Of(Place.At("out")), end.Outputs["folder"]);
        Assert.Equal(List("out/a.txt", "out/b.txt"), end.Outputs["flat"]);
        Assert.Equal(List("out/a.txt", "out/b.txt", "out/sub/c.txt"), end.Outputs["deep"]);

        Value.List List(params string[] paths) => new([.. paths.Select(p => Value.Of(Place.At(p)))]);
    }

    [Fact]
    public async Task All_promises_that_were_not_kept_are_named_though_the_exit_code_is_0()
    {
        var order = Place.Order("touch plain; echo version=1 > $TASKER_OUTPUT") with
        {
            Outputs = [OfFile("report", "report.md"), OfFile("folder", "plain/"), OfFile("all", "*.txt"), Reported("verison")],
        };

        var end = await RunAsync(order);

        Assert.Equal((AttemptOutcome.Failed, 0), (end.Outcome, end.ExitCode));
        Assert.Equal(
            "Promised output 'report' is missing: there is no 'report.md'; "
            + "promised output 'folder' is missing: there is no 'plain/' (a folder); "
            + "promised output 'all' is missing: nothing matches '*.txt'; "
            + "promised output 'verison' is missing: write 'verison=…' to the file that TASKER_OUTPUT names. Did you mean 'version'?",
            end.Message);
    }

    [Fact]
    public async Task A_promised_file_that_leads_outside_the_project_is_no_file_of_it()
    {
        File.WriteAllText(Path.Combine(Place.Outside, "secret.txt"), "x");
        File.CreateSymbolicLink(Place.At("link.txt"), Path.Combine(Place.Outside, "secret.txt"));
        Directory.CreateSymbolicLink(Place.At("away"), Place.Outside);

        string[] paths = ["link.txt", "away/secret.txt", "away/*.txt", $"../{Path.GetFileName(Place.Outside)}/secret.txt", "/etc/passwd"];
        foreach (var path in paths)
        {
            var end = await RunAsync(Place.Order("true") with { Outputs = [OfFile("x", path)] });

            Assert.Equal(AttemptOutcome.Failed, end.Outcome);
            Assert.Equal($"Promised output 'x' leads outside the project: '{path}'.", end.Message);
        }
    }

    [Fact]
    public async Task Standard_output_is_handed_over_and_joins_the_log()
    {
        var order = Place.Order("echo to the log >&2; printf 'one\\ntwo\\n\\n'") with { Outputs = [OfStdout("said")] };

        var end = await RunAsync(order);

        Assert.Equal(Value.Of("one\ntwo\n"), end.Outputs["said"]);
        Assert.Equal("to the log\none\ntwo\n\n", Log(order));
        Assert.Equal([order.LogPath, order.LogPath + ".out.joined"], Directory.GetFiles(Place.Logs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_much_standard_output_the_first_64_KiB_are_handed_over_in_whole_characters()
    {
        var order = Place.Order("yes é | head -c 100000") with { Outputs = [OfStdout("said")] };

        var end = await RunAsync(order);

        // Each line is three bytes long: 65,536 of them end in the middle of one.
        var said = Assert.IsType<Value.Text>(end.Outputs["said"]).Content;
        Assert.Equal(string.Join('\n', Enumerable.Repeat("é", 21845)), said);

        // Where the signal for a broken pipe stays ignored, the writer complains.
        Assert.InRange(new FileInfo(order.LogPath).Length, 100_000, 100_100);
    }

    [Fact]
    public async Task Values_are_reported_by_lines_blocks_or_an_object()
    {
        var lines = await RunAsync(Place.Order("printf 'a=1\\n\\nb = x = y\\nc<<END\\none\\n two\\nEND\\na=2\\n' > $TASKER_OUTPUT"));
        var json = await RunAsync(Place.Order("echo '{\"n\": 1.5, \"list\": [true, null], \"o\": {\"x\": \"y\"}}' > $TASKER_OUTPUT"));

        Assert.Equal(
            (Value.Of("2"), Value.Of(" x = y"), Value.Of("one\n two")), (lines.Outputs["a"], lines.Outputs["b"], lines.Outputs["c"]));
        Assert.Equal("{\"n\":1.5,\"list\":[true,null],\"o\":{\"x\":\"y\"}}", ValueJson.Write(Ordered(json.Outputs, "n", "list", "o")));

        static Value.Map Ordered(Value.Map map, params string[] names) => Value.Map.From(names.Select(n => KeyValuePair.Create(n, map[n])));
    }

    [Fact]
    public async Task What_a_failed_attempt_reported_is_kept()
    {
        var end = await RunAsync(Place.Order("echo reason=tired > $TASKER_OUTPUT; exit 7"));

        Assert.Equal(7, end.ExitCode);
        Assert.Equal(Value.Of("tired"), end.Outputs["reason"]);
    }

    [Theory]
    [InlineData("mkfifo $TASKER_OUTPUT", "it is no readable file")]
    [InlineData("mkdir -p $TASKER_OUTPUT/x", "it is no readable file")]
    [InlineData("ln -s /etc/passwd $TASKER_OUTPUT", "it is a link, or may not be read")]
    [InlineData("head -c 1048577 /dev/zero > $TASKER_OUTPUT", "it is larger than 1 MiB")]
    [InlineData("printf 'a=\\377\\376' > $TASKER_OUTPUT", "it is no UTF-8 text")]
    [InlineData("printf 'a=1\\nnonsense\\n=2\\n' > $TASKER_OUTPUT", "line 2: 'nonsense' is neither name=value nor name<<END")]
    [InlineData("printf 'a<<END\\nno end' > $TASKER_OUTPUT", "line 1: the block 'a<<END' is not closed by a line 'END'")]
    [InlineData("printf '../x=1' > $TASKER_OUTPUT", "line 1: '../x=1' is neither name=value nor name<<END")]
    [InlineData("printf '{\"a b\": 1}' > $TASKER_OUTPUT", "'a b' cannot be a name")]
    [InlineData("printf '{\"a\": ' > $TASKER_OUTPUT", "it begins like a JSON object and is none")]
    public async Task Hostile_reports_fail_the_attempt_and_do_no_harm(string line, string expected)
    {
        if (Kind is PlatformKind.Piped && line.StartsWith("mkfifo", StringComparison.Ordinal) && !OperatingSystem.IsLinux())
        {
            return;
        }

        var order = Place.Order(line);

        var end = await RunAsync(order);

        Assert.Equal((AttemptOutcome.Failed, 0), (end.Outcome, end.ExitCode));
        Assert.StartsWith($"What it reported cannot be used: {expected}", end.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(order.OutputPath));
        Assert.True(File.Exists("/etc/passwd"));
    }
}
