"""A bot that is not ours: a form written as aiogram's documentation writes one."""

from aiogram import Dispatcher, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)


class Form(StatesGroup):
    name = State()
    likes = State()


router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Form.name)
    await message.answer("Hi there! What's your name?", reply_markup=ReplyKeyboardRemove())


@router.message(Command("cancel"))
async def cancel(message: Message, state: FSMContext) -> None:
    await state.clear()
    await message.answer("Cancelled.")


@router.message(Form.name, F.text)
async def name(message: Message, state: FSMContext) -> None:
    await state.update_data(name=message.text)
    await state.set_state(Form.likes)
    rows = [[KeyboardButton(text="Yes"), KeyboardButton(text="No")]]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    await message.answer(f"Nice, {message.text}! Do you like bots?", reply_markup=keyboard)


@router.message(Form.likes, F.text.in_({"Yes", "No"}))
async def likes(message: Message, state: FSMContext) -> None:
    data = await state.get_data()
    await state.clear()
    button = InlineKeyboardButton(text="Again", callback_data="again")
    await message.answer(
        f"<b>{data['name']}</b>: {message.text}",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )


@router.callback_query(F.data == "again")
async def again(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer("Once more")
    await state.set_state(Form.name)
    if isinstance(query.message, Message):
        await query.message.edit_text("What's your name?")


def dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    return dispatcher
