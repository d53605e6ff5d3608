using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Tests.Processes;

public abstract partial class ProcessSuite
{
    [Fact]
    public async Task A_command_gets_the_standard_variables_and_what_is_named_and_nothing_else()
    {
        var order = Place.Order(new StepAction.Run(CommandSpec.Exec("env") with { PassEnv = ["SERVICE_TOKEN", "NOT_SET"] })) with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("GREETING", "good day").Add("LC_ALL", "C.UTF-8"),
        };

        await RunAsync(order);

        var names = Log(order).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("_=", StringComparison.Ordinal));
        Assert.Equal(
            new[]
            {
                "GREETING=good day", "HOME=/home/somebody", "LC_ALL=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin",
                "SERVICE_TOKEN=***", $"TASKER_ATTEMPT={order.Key}", $"TASKER_MARK={ProcessMark.Of(order)}",
                $"TASKER_OUTPUT={order.OutputPath}",
                $"TASKER_RUN={order.RunId}", $"TASKER_STEP={order.StepId}",
            },
            names.Where(l => !l.StartsWith("PWD=", StringComparison.Ordinal) && !l.StartsWith("SHLVL=", StringComparison.Ordinal)
                && !l.StartsWith("OLDPWD=", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Markers_cannot_be_forged_by_a_step()
    {
        var order = Place.Order("echo $TASKER_ATTEMPT") with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("TASKER_ATTEMPT", "another"),
        };

        await RunAsync(order);

        Assert.Equal(order.Key + "\n", Log(order));
    }

    [Fact]
    public async Task Work_starts_in_its_folder()
    {
        Directory.CreateDirectory(Place.At("sub", "folder"));
        var order = Place.Order("pwd") with { WorkingDirectory = Place.At("sub", "folder") };

        await RunAsync(order);

        Assert.Equal(Place.At("sub", "folder") + "\n", Log(order));
    }

    [Fact]
    public async Task A_folder_that_leads_outside_the_project_is_refused()
    {
        Directory.CreateSymbolicLink(Place.At("away"), Place.Outside);

        var byLink = await RunAsync(Place.Order("touch here") with { WorkingDirectory = Place.At("away") });
        var byDots = await RunAsync(Place.Order("touch here") with { WorkingDirectory = Place.At("..") });

        Assert.Equal(AttemptOutcome.Failed, byLink.Outcome);
        Assert.Equal($"The working directory '{Place.At("away")}' leads outside the project '{Place.Root}'.", byLink.Message);
        Assert.Contains("leads outside the project", byDots.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Place.Outside));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var below = await RunAsync(Place.Order("true") with { WorkingDirectory = Place.At("none") });
        var root = await RunAsync(Place.Order("true") with { Root = Place.At("none"), WorkingDirectory = Place.At("none") });

        Assert.Equal($"The working directory '{Place.At("none")}' is not there.", below.Message);
        Assert.Equal($"The working directory '{Place.At("none")}' is not there.", root.Message);
    }

    [Fact]
    public async Task Secrets_of_the_environment_are_not_in_the_log()
    {
        var order = Place.Order(
            "echo \"key $API_KEY in $DATABASE_URL\"; echo \"$CERTIFICATE\"; echo ${API_KEY}; "
                + "echo short $PIN_TOKEN; printf %s \"$PLAIN\"") with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty
                .Add("API_KEY", "k-123456").Add("DATABASE_URL", "postgres://me:hunter22@db/x").Add("PIN_TOKEN", "1234")
                .Add("CERTIFICATE", "-----BEGIN\nMIIabcdef\n").Add("PLAIN", "plain-secret"),
            SecretNames = ["PLAIN", "CERTIFICATE"],
        };

        var end = await RunAsync(order);

        Assert.Same(AttemptEnd.Done, end);
        Assert.Equal("key *** in postgres://me:***@db/x\n***\n***\nshort 1234\n***", Log(order));
    }

    [Fact]
    public async Task A_secret_that_lies_across_the_pieces_of_a_large_log_is_masked_too()
    {
        // Pieces are 128 KiB; the secret is placed around each place where they may meet.
        var line = "for n in 131060 131065 131066 131071 131072; do head -c $n /dev/zero | tr '\\0' x; echo $API_KEY; done";
        var order = Place.Order(line) with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("API_KEY", "k-1234567890"),
        };

        await RunAsync(order);

        var log = Log(order);
        Assert.DoesNotContain("k-1234567890", log, StringComparison.Ordinal);
        Assert.Equal(5, log.Split("***").Length - 1);
        Assert.Equal(131060 + 131065 + 131066 + 131071 + 131072 + (5 * 4), log.Length);
    }

    [Fact]
    public async Task A_secret_that_reaches_a_message_is_masked()
    {
        var order = Place.Order("true") with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("API_KEY", "k-123456"),
            Outputs = [new OutputSpec("report", OutputKind.File, "report-k-123456.txt")],
        };

        var end = await RunAsync(order);

        Assert.Equal("Promised output 'report' is missing: there is no 'report-***.txt'.", end.Message);
    }
}
