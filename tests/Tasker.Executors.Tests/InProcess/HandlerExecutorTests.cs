using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Executors.InProcess;
using Tasker.Testing.Conformance;

namespace Tasker.Executors.Tests.InProcess;

public sealed class HandlerExecutorTests : ExecutorConformance
{
    protected override IExecutor Executor { get; } = new HandlerExecutor(new Dictionary<string, StepHandler>
    {
        ["fail"] = (_, _) => ValueTask.FromResult(AttemptEnd.Failure("It failed.")),
        ["throw"] = (_, _) => throw new InvalidOperationException("It threw."),
        ["throw-later"] = async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("It threw later.");
        },
        ["echo"] = (context, _) => ValueTask.FromResult(AttemptEnd.DoneInProcess with { Outputs = context.With }),
        ["endure"] = async (context, stop) =>
        {
            await File.WriteAllTextAsync(context.With["pipe"].ToText(), "up\n", stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return AttemptEnd.DoneInProcess;
        },
    });

    protected override StepAction Succeeding => Custom("noop");

    protected override StepAction Failing => Custom("fail");

    protected override string? Written => null;

    protected override StepAction Enduring(string pipe) =>
        new StepAction.Custom("endure", Value.Map.Empty.With("pipe", Value.Of(pipe)));

    private static StepAction.Custom Custom(string type) => new(type, Value.Map.Empty);

    [Fact]
    public void A_handler_that_is_done_at_once_costs_no_task_and_no_change_of_thread()
    {
        var first = Executor.RunAsync(Place.Order(Custom("noop")), Recorder, CancellationToken.None);
        var second = Executor.RunAsync(Place.Order(Custom("noop")), Recorder, CancellationToken.None);

        Assert.True(first.IsCompletedSuccessfully);
        Assert.Same(first, second);
    }

    [Fact]
    public async Task A_handler_is_given_what_its_step_says()
    {
        var with = Value.Map.Empty.With("x", Value.Of(1));

        var end = await RunAsync(Place.Order(new StepAction.Custom("echo", with)));

        Assert.Equal(with, end.Outputs);
    }

    [Theory]
    [InlineData("throw", "It threw.")]
    [InlineData("throw-later", "It threw later.")]
    public async Task A_handler_that_throws_has_failed(string type, string message)
    {
        var end = await RunAsync(Place.Order(Custom(type)));

        Assert.Equal((AttemptOutcome.Failed, message), (end.Outcome, end.Message));
    }

    [Fact]
    public async Task A_type_that_is_not_known_fails_with_what_may_have_been_meant()
    {
        var near = await RunAsync(Place.Order(Custom("nopo")));
        var far = await RunAsync(Place.Order(Custom("something")));

        Assert.Equal("There is no step type 'nopo'. Did you mean 'noop'?", near.Message);
        Assert.Equal("There is no step type 'something'. Known are: echo, endure, fail, noop, throw, throw-later.", far.Message);
    }
}
